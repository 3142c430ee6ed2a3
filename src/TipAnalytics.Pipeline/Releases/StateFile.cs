using System.Text.Json;

namespace TipAnalytics.Pipeline.Releases;

/// <summary>State of a release for whoever sees its folder and not the vault (<c>releases/ID.state.json</c>).</summary>
/// <param name="Says">The same in words.</param>
/// <param name="EventSha256">Of the event that brought it there; null for drafts and audited ones, which nobody outside has.</param>
internal sealed record StateFile(string ReleaseId, string State, string Says, string Audience, string BundleSha256, string? EventSha256)
{
    public const string Ending = ".state.json";

    public static StateFile Of(ReleaseStanding standing, int asked)
    {
        var state = standing.State(asked);
        var isOpen = state is ReleaseEvent.Draft or ReleaseEvent.Audited;
        return new(standing.Id, state, Words(state), standing.Draft?.Audience ?? "", standing.Draft?.BundleSha256 ?? "", isOpen ? null : standing.Events[^1].Sha256);
    }

    private static string Words(string state) => state switch
    {
        ReleaseEvent.Published => "Published: for its audience, with the approval beside it.",
        ReleaseEvent.Withdrawn => "Withdrawn: not to be used; copies are to be deleted. The notice beside it says why.",
        _ => "A draft: not published, not to be handed on.",
    };

    public string ToText() => JsonSerializer.Serialize(this, ReleaseJson.Beside) + "\n";

    /// <returns>Null when the text is none.</returns>
    public static StateFile? Read(byte[] text)
    {
        try
        {
            return JsonSerializer.Deserialize<StateFile>(text, ReleaseJson.Beside) is { ReleaseId: not null, State: not null } file ? file : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
