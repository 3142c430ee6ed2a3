namespace TipAnalytics.Pipeline.Definitions;

/// <summary>Words of an operation itself that are printed in its reports: names, titles, reasons, answers of the register. They are written in the operation's own
/// language; <c>texts/LANGUAGE.yaml</c> in its folder may translate them.</summary>
internal static class OperationWords
{
    public static IReadOnlySet<string> Of(OperationSetup setup)
    {
        var (operation, onset) = (setup.Operation, setup.Operation.CrisisOnset);
        return new[] { operation.Name, onset.Title, onset.Source }
            .Concat(onset.Areas.Values.SelectMany(area => new[] { area.Title, area.Source }))
            .Concat(setup.Sources.SelectMany(source => new[] { source.Title, source.Provider, source.Protocol.Purpose }.Concat(source.Protocol.Parties)))
            .Concat(setup.Sources.Select(source => source.Approval).OfType<ApprovalDefinition>().SelectMany(approval => new[] { approval.By, approval.Reference }))
            .Concat(setup.Sources.Where(source => source.Forms is not null).SelectMany(source => source.Forms!.Versions).SelectMany(version => version.Changes.Values))
            .Concat(setup.Context.Answers.Where(answer => answer.Sensitivity != "restricted").SelectMany(answer => new[] { answer.Detail, answer.Provision }).OfType<string>())
            .Concat(setup.Context.Statements.Select(statement => statement.Text))
            .Concat(operation.Consultations.SelectMany(consultation => new[] { consultation.With, consultation.Changed }))
            .Concat(setup.Context.Events.SelectMany(item => new[] { item.Title, item.Source }))
            .Concat(setup.Places.Changes.Select(change => change.Reason))
            .Where(text => text.Length > 0).ToHashSet(StringComparer.Ordinal);
    }
}
