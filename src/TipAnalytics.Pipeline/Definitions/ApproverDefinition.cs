using YamlDotNet.Serialization;

namespace TipAnalytics.Pipeline.Definitions;

/// <summary>Somebody who may stand behind releases (<c>approvers/KEYID.yaml</c>, with the public key beside it in <c>KEYID.pem</c>). Known by a role, never by name.</summary>
internal sealed class ApproverDefinition
{
    /// <summary>Id of the key: the first 16 hex digits of the SHA-256 of its public part.</summary>
    public required string Id { get; init; }

    /// <summary>Role, never a name.</summary>
    public required string Role { get; init; }

    public required DateOnly AddedOn { get; init; }

    /// <summary>Who saw that the key belongs to the role, and when; null: nobody yet, and the key signs nothing.</summary>
    public ReviewDefinition? Reviewed { get; init; }

    /// <summary>The key is no longer used; what it signed before that day stands.</summary>
    public WithdrawalDefinition? Ended { get; init; }

    [YamlIgnore]
    public ApproverKey Key { get; set; } = null!;
}
