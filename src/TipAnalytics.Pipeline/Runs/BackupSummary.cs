namespace TipAnalytics.Pipeline.Runs;

/// <summary>What a back-up holds.</summary>
/// <param name="File">Where it is.</param>
/// <param name="Operation">Id of the operation; null where its definition cannot be read.</param>
/// <param name="Opens">Whether the vault in it opens with the key that is here; null: there is no key here, or no vault yet.</param>
/// <param name="KeyId">Id of the key that opens it; null without a vault, or under a passphrase.</param>
/// <param name="KeepUntil">Last day on which it may be kept; null: it holds no record that has to go.</param>
/// <param name="InboxFilesLeftOut">Export files that wait.</param>
/// <param name="SecretsLeftOut">Files with a key, token or password.</param>
/// <param name="Notes">What a person should know besides, a sentence each.</param>
public sealed record BackupSummary(
    string File, string? Operation, int Files, long Bytes, bool? Opens, string? KeyId, DateOnly? KeepUntil, int InboxFilesLeftOut, IReadOnlyList<string> SecretsLeftOut,
    IReadOnlyList<string> Notes);

/// <summary>What a restoration did.</summary>
/// <param name="MadeOn">Day of the back-up.</param>
/// <param name="Opens">Whether the vault opens with the key that is here; null: there is no key here, or no vault in it.</param>
/// <param name="Erased">Records that were past their retention or withdrawn, erased before the operation was put in place.</param>
/// <param name="Kept">Of the operation that was replaced, a sentence each.</param>
/// <param name="Notes">What a person should know besides, a sentence each.</param>
public sealed record RestoreSummary(
    string? Operation, DateOnly MadeOn, int Files, bool? Opens, string? KeyId, IReadOnlyList<Receipt> Erased, IReadOnlyList<string> Kept, IReadOnlyList<string> Notes);
