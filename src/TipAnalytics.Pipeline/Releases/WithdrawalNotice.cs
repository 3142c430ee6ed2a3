using TipAnalytics.Pipeline.Definitions;

namespace TipAnalytics.Pipeline.Releases;

/// <summary>The notice to the recipients of a withdrawn release (<c>releases/ID.withdrawal-notice.txt</c>), to be sent as it stands. No data.</summary>
internal static class WithdrawalNotice
{
    public const string Ending = ".withdrawal-notice.txt";

    public static string Text(string operation, ReleaseStanding standing)
    {
        var (withdrawal, why) = (standing.Withdrawal!, standing.WhyWithdrawn!);
        var audience = Audiences.Titles.GetValueOrDefault(withdrawal.Audience, withdrawal.Audience);
        var published = standing.Publication is { } publication
            ? $"It was published on {publication.At[..10]} for: {audience}."
            : $"It was a draft for: {audience}. It was not published; whoever has a copy got it for review.";
        var replaced = why.ReplacedBy is { } other
            ? $"Release {other} takes its place once it is published. Use that one only."
            : "Nothing takes its place yet. The Protection Cluster will tell you when something does.";
        return $"""
            NOTICE OF WITHDRAWAL

            {operation}
            Release {standing.Id}

            This release is withdrawn. Please do not use it, quote it or hand it on any more.
            {published}

            Withdrawn on: {withdrawal.At[..10]}
            Withdrawn by: {withdrawal.Role}
            Why: {why.Reason}

            What is withdrawn: the whole release, with all its documents, figures, charts, maps and tables, and everything that was copied from it.

            What to do:
            - Delete every copy: documents, tables, pictures, attachments of e-mails, shared folders, dashboards and slides made from it.
            - Tell everybody you gave it to, and ask them to do the same.
            - Do not compare it with another release, and do not discuss differences: a difference can point to people.
            - Confirm to the Protection Cluster that this is done.

            What replaces it: {replaced}

            """.ReplaceLineEndings("\n");
    }
}
