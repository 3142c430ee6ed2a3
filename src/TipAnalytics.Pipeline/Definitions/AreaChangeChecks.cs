using System.Globalization;

namespace TipAnalytics.Pipeline.Definitions;

/// <summary>Checks <c>places/changes.yaml</c> against boundaries and gazetteer.</summary>
internal static class AreaChangeChecks
{
    public static void Check(DefinitionFile<AreaChangesDefinition> file, Places places)
    {
        var changes = file.Value.Changes;
        for (var i = 0; i < changes.Count; i++)
            Change(file, changes, i, places);
        for (var i = 0; i < file.Value.Recoded.Count; i++)
            Recoded(file, file.Value.Recoded[i], FormattableString.Invariant($"{i}"), places);
    }

    private static void Change(DefinitionFile<AreaChangesDefinition> file, List<AreaChange> changes, int i, Places places)
    {
        var (change, at) = (changes[i], FormattableString.Invariant($"{i}"));
        DefinitionChecks.Text(file, change.Reason, "changes", at, "reason");
        DefinitionChecks.Text(file, change.By, "changes", at, "by");
        var fits = change.Kind switch
        {
            AreaChangeKind.Renamed => (change.Old.Count, change.New.Count) == (1, 1) && change.Old[0] != change.New[0],
            AreaChangeKind.Split => change.Old.Count == 1 && change.New.Count > 1,
            AreaChangeKind.Merged => change.Old.Count > 1 && change.New.Count == 1,
            _ => change.Old.Count > 0 && change.New.Count > 0,
        };
        if (!fits)
        {
            file.Fault("a renamed unit has one code in \"old\" and another in \"new\", a split one several in \"new\", a merged one several in \"old\", and what is redrawn one or more in both. A name that changed while the code stayed is an alias", "changes", at, "kind");
            return;
        }

        foreach (var (side, codes) in new[] { ("old", change.Old), ("new", change.New) })
        {
            foreach (var (place, code) in codes.Index())
            {
                var twice = codes.IndexOf(code) < place;
                if (twice)
                    file.Fault($"\"{code}\" stands twice in \"{side}\"", "changes", at, side);
                else if (changes.Take(i).FirstOrDefault(other => other.Month == change.Month && other.Names(code)) is { } other)
                    file.Fault(string.Create(CultureInfo.InvariantCulture, $"\"{code}\" changes in {change.Month} already (line {file.Line("changes", FormattableString.Invariant($"{changes.IndexOf(other)}"))}); put what happened in one month into one change"), "changes", at, side);
                else if (side == "new" && !change.Old.Contains(code) && changes.Where(earlier => earlier.Month < change.Month && earlier.Names(code)).MaxBy(earlier => earlier.From) is { } last && last.New.Contains(code))
                    file.Fault($"\"{code}\" is there since {last.Month} already; a unit that grows stands in \"old\" too", "changes", at, side);
                else if (places.Of(code, change.Month) is null)
                    file.Fault($"\"{code}\" leads to no area of the boundaries: neither it, nor what it became, nor what it was made of is there.{Suggestion.For(code, places.Areas.All.Select(area => area.Code))}", "changes", at, side);
            }
        }
    }

    private static void Recoded(DefinitionFile<AreaChangesDefinition> file, Recoding recoding, string at, Places places)
    {
        DefinitionChecks.Text(file, recoding.Reason, "recoded", at, "reason");
        DefinitionChecks.Text(file, recoding.By, "recoded", at, "by");
        if (recoding.Codes.Count > 0 == recoding.Digits is not null)
            file.Fault("a recoding needs exactly one of codes and digits", "recoded", at);
        foreach (var (written, code) in recoding.Codes)
        {
            if (places.Areas.Find(written) is not null)
                file.Fault($"\"{written}\" is a P-code of the boundaries itself", "recoded", at, "codes", written);
            if (!places.IsKnown(code))
                file.Fault($"\"{code}\" is no P-code of the boundaries or the gazetteer.{Suggestion.For(code, places.Areas.All.Select(area => area.Code))}", "recoded", at, "codes", written);
        }

        if (recoding.Digits is not { } digits)
            return;
        if (digits.From.Count != digits.To.Count || digits.From.Count == 0 || digits.From.Concat(digits.To).Any(count => count is < 1 or > 6) || digits.From.SequenceEqual(digits.To))
            file.Fault("\"digits\" gives, from admin 1 down, how many digits a level has in \"from\" and how many in \"to\": lists of the same length, numbers from 1 to 6, not the same", "recoded", at, "digits");
        else if (places.Areas.All.FirstOrDefault(area => digits.Convert(area.Code, places.Country) is { } other && other != area.Code && places.Areas.Find(other) is not null) is { } unclear)
            file.Fault($"\"{unclear.Code}\" is a P-code of the boundaries and would be read as \"{digits.Convert(unclear.Code, places.Country)}\" as well; give the codes one by one under \"codes\"", "recoded", at, "digits");
        else if (!places.Areas.All.Any(area => area.Level == 1 && area.Code.Length == places.Country.Length + digits.To[0]))
            file.Fault(string.Create(CultureInfo.InvariantCulture, $"no admin 1 area of the boundaries has {digits.To[0]} digits after \"{places.Country}\"; \"to\" is the make of the boundaries"), "recoded", at, "digits", "to");
    }
}
