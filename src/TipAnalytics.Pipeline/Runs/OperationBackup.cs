using System.Globalization;
using TipAnalytics.Pipeline.Definitions;
using TipAnalytics.Pipeline.Sources;
using TipAnalytics.Pipeline.Warehouse;

namespace TipAnalytics.Pipeline.Runs;

/// <summary>An operation as one file: definitions, the vault as it is (encrypted), released figures, releases, audits, receipts, the account of runs.</summary>
public static class OperationBackup
{
    /// <summary>Makes a back-up while nobody else works on the operation. Needs no key; with one it says whether the vault opens, and until when the back-up may be kept.</summary>
    /// <param name="options">Whose; the day comes from its clock.</param>
    /// <param name="file">A new file outside the operation's folder.</param>
    /// <exception cref="MachineException">The file exists or cannot be written, or another run works on the operation.</exception>
    public static BackupSummary Make(RunOptions options, string file)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(file);
        var folder = OperationFolder.At(options.Folder);
        file = Path.GetFullPath(file);
        if (File.Exists(file) || Directory.Exists(file))
            throw new MachineException($"{file}: it exists already. A back-up replaces nothing: give another name.");
        if (file.StartsWith(folder.Root + Path.DirectorySeparatorChar, StringComparison.Ordinal))
            throw new MachineException($"{file}: this is inside the operation's folder, where it would be lost with it. Give a place elsewhere.");
        var today = DateOnly.FromDateTime(options.Clock.GetLocalNow().DateTime);
        using var held = VaultLock.Take(folder.Data);
        var keyId = VaultFile.KeyIdOf(folder.Vault);
        var notes = new List<string>();
        var content = Content(folder, notes);
        var keepUntil = KeepUntil(options, folder, content, today, notes);
        try
        {
            var sources = BackupSources.Of(folder, keyId);
            var manifest = BackupFile.Write(
                file, sources.Files, files => BackupManifest.Of(IdOf(folder), today, keepUntil, keyId, sources.InboxFiles, sources.Secrets, files), name => options.Say("backup", name));
            return new BackupSummary(
                file, manifest.Operation, manifest.Files.Count, new FileInfo(file).Length, content.Opens, keyId, keepUntil, sources.InboxFiles, sources.Secrets, notes);
        }
        catch (Exception failure) when (StorageFailure.Is(failure))
        {
            throw new MachineException($"{folder.Root}: could not be read: {StorageFailure.Reason(failure)}. No back-up was made.");
        }
    }

    /// <summary>Makes an operation from a back-up. Everything is unpacked beside, compared with its hash, and cleared of records past their retention before it
    /// is put in place.</summary>
    /// <param name="options">Where.</param>
    /// <param name="replace">True: an operation that stands there is replaced. Its waiting exports, its receipts and what was agreed since about withdrawing or
    /// shortening retention are kept.</param>
    /// <param name="forgetReleases">True: releases that stand and that the back-up does not know are kept as files only; what comes next is not protected against them.</param>
    /// <exception cref="MachineException">Not a back-up, damaged, of a later program; the place is taken; the vault in it is damaged. Nothing was changed then.</exception>
    public static RestoreSummary Restore(RunOptions options, string file, bool replace = false, bool forgetReleases = false)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(file);
        var target = new OperationFolder(Path.TrimEndingDirectorySeparator(Path.GetFullPath(options.Folder)));
        file = Path.GetFullPath(file);
        using var restoration = Restoration.Begin(target);
        var isThere = Directory.Exists(target.Root) && Directory.EnumerateFileSystemEntries(target.Root).Any();
        if (isThere && !replace)
            throw new MachineException($"{options.Folder}: the folder is not empty. Give a new one; or --replace, to put the back-up in the place of what is there.");
        if (isThere && !File.Exists(target.Definition))
            throw new MachineException($"{options.Folder}: this is no operation (no operation.yaml), and is not replaced.");
        var manifest = BackupFile.Read(file);
        using var standing = isThere ? VaultLock.Take(target.Data) : null;
        if (isThere)
            RefuseOther(target, manifest, forgetReleases);

        BackupFile.Unpack(file, restoration.New, name => options.Say("restore", name));
        var made = new OperationFolder(restoration.New);
        var (kept, notes) = (new List<string>(), new List<string>());
        if (isThere)
            Keep(options, target, made, manifest, kept);
        var (opens, erased) = Clear(options, made, notes);
        Say(options, manifest, notes);
        options.Cancel.ThrowIfCancellationRequested();
        restoration.Exchange(standing);
        return new RestoreSummary(manifest.Operation, manifest.MadeOn, manifest.Files.Count, opens, manifest.KeyId, erased, kept, notes);
    }

    /// <summary>Whether the vault opens with the key that is here, and what it holds then.</summary>
    private static (bool? Opens, VaultContent? Vault) Content(OperationFolder folder, List<string> notes)
    {
        if (!File.Exists(folder.Vault) || Key(folder) is not { } key)
            return (null, null);
        try
        {
            return (true, VaultContent.Read(folder.Vault, key));
        }
        catch (MachineException failure)
        {
            notes.Add(failure.Message);
            return (false, null);
        }
    }

    /// <returns>Null when there is none here that may be the vault's: then its bytes are handled all the same.</returns>
    private static VaultKey? Key(OperationFolder folder)
    {
        try
        {
            var key = VaultKey.Find(folder.Root);
            return VaultFile.KeyIdOf(folder.Vault) is { } id && id != key.Id ? null : key;
        }
        catch (MachineException)
        {
            return null;
        }
    }

    /// <summary>The day on which the first record in the vault is past its retention; without a look into it, as if records were as old as they may be.</summary>
    private static DateOnly? KeepUntil(RunOptions options, OperationFolder folder, (bool? Opens, VaultContent? Vault) content, DateOnly today, List<string> notes)
    {
        if (!File.Exists(folder.Vault))
            return null;
        if (Setup(options, folder) is not { } setup)
        {
            notes.Add("The definitions have faults («tip check» names them), so it cannot be told until when the back-up may be kept: as long as the shortest retention of its sources lets you.");
            return null;
        }

        var ends = (from source in setup.Sources
                    let month = content.Vault is null ? Retention.OldestMonth(source.Protocol, today) : content.Vault.FirstMonths.GetValueOrDefault(source.Id)
                    where content.Vault is null || month != default
                    let end = SourcePermissions.IsWithdrawn(source, today) ? source.Withdrawn!.On : Retention.LastDay(source.Protocol, month)
                    where end is not null
                    orderby end, source.Id
                    select (Day: end.Value, source.Id)).ToList();
        if (ends.Count == 0)
            return null;
        if (content.Vault is null)
            notes.Add("Without the key nobody can see how old the oldest records are; the day supposes the oldest that their protocols let stand. With the key the back-up says a later one.");
        if (ends[0].Day < today)
            notes.Add($"Records of {ends[0].Id} are past their retention already: run «tip purge {options.Folder}», then make the back-up again and erase this one.");
        return ends[0].Day;
    }

    private static void RefuseOther(OperationFolder target, BackupManifest manifest, bool forgetReleases)
    {
        if (IdOf(target) is { } id && manifest.Operation is { } other && id != other)
            throw new MachineException($"{target.Root}: this is the operation «{id}», and the back-up is of «{other}». It is not replaced.");
        var unknown = Unknown(target, manifest).ToList();
        if (unknown.Count > 0 && !forgetReleases)
        {
            throw new MachineException(
                $"{target.Root}: released since the back-up was made, and unknown to its vault: {string.Join(", ", unknown)}. Later releases would not be protected against what these told. "
                + "Make a back-up of what stands and restore that; or, if it is lost, --forget-releases keeps them as files only: then publish nothing more for the months they tell of.");
        }
    }

    private static IEnumerable<string> Unknown(OperationFolder target, BackupManifest manifest) =>
        Directory.Exists(target.Releases)
            ? Directory.EnumerateDirectories(target.Releases).Select(path => Path.GetFileName(path)!).Where(name => name[0] != '.').Except(manifest.Releases).Order(StringComparer.Ordinal)
            : [];

    /// <summary>What the operation that is replaced knows and the back-up may not take back: erasures, and what was agreed since that lets fewer records stand.</summary>
    private static void Keep(RunOptions options, OperationFolder target, OperationFolder made, BackupManifest manifest, List<string> kept)
    {
        try
        {
            foreach (var release in Unknown(target, manifest))
            {
                Copy(Path.Combine(target.Releases, release), Path.Combine(made.Releases, release));
                kept.Add($"Release {release}, as files: the vault does not know it.");
            }

            if (Directory.Exists(target.Receipts))
            {
                var receipts = Directory.EnumerateFiles(target.Receipts).Where(path => !File.Exists(Path.Combine(made.Receipts, Path.GetFileName(path)))).Order(StringComparer.Ordinal).ToList();
                foreach (var receipt in receipts)
                    Copy(receipt, Path.Combine(made.Receipts, Path.GetFileName(receipt)));
                kept.AddRange(receipts.Select(receipt => $"Receipt {Path.GetFileName(receipt)}."));
            }

            foreach (var source in Stricter(options, target, made))
            {
                File.Copy(Path.Combine(target.Root, source.File), Path.Combine(made.Root, source.File), overwrite: true);
                kept.Add($"{source.File}: since the back-up {(source.Withdrawn is null ? "its retention was shortened" : "its provider withdrew")}.");
            }

            var waiting = Directory.Exists(target.Inbox) ? Directory.EnumerateFiles(target.Inbox, "*", SearchOption.AllDirectories).Count() : 0;
            if (waiting > 0)
                kept.Add(string.Create(CultureInfo.InvariantCulture, $"{waiting} files that wait in the inbox."));
        }
        catch (Exception failure) when (StorageFailure.Is(failure))
        {
            throw new MachineException($"{made.Root}: could not be written: {StorageFailure.Reason(failure)}. Nothing was changed.");
        }
    }

    /// <returns>Sources of the operation that stands whose records may stand less long than the back-up says.</returns>
    private static IEnumerable<SourceDefinition> Stricter(RunOptions options, OperationFolder target, OperationFolder made)
    {
        if (Setup(options, target) is not { } now || Setup(options, made) is not { } then)
            return [];
        return from source in now.Sources
               join before in then.Sources on source.Id equals before.Id
               where (source.Withdrawn is not null && before.Withdrawn is null) || source.Protocol.RetentionMonths < before.Protocol.RetentionMonths
               orderby source.Id
               select source;
    }

    /// <summary>Erases from the restored vault what is past its retention or withdrawn, while it is not in place yet.</summary>
    private static (bool? Opens, IReadOnlyList<Receipt> Erased) Clear(RunOptions options, OperationFolder made, List<string> notes)
    {
        if (!File.Exists(made.Vault))
            return (null, []);
        if (Key(made) is null)
        {
            // Without it the next run does all of its work, and so erases what is due first.
            File.Delete(made.RunState);
            notes.Add("The key of this vault is not here, so whether it opens was not tried, and records past their retention still lie in it: the next command that has the key erases them before it does anything else («tip purge» does it at once).");
            return (null, []);
        }

        try
        {
            return (true, OperationRun.Purge(options with { Folder = made.Root }).Erased);
        }
        catch (DefinitionException)
        {
            File.Delete(made.RunState);
            notes.Add("The definitions have faults («tip check» names them), so records past their retention still lie in the vault. Correct them, then run «tip purge».");
            return (null, []);
        }
    }

    private static void Say(RunOptions options, BackupManifest manifest, List<string> notes)
    {
        var today = DateOnly.FromDateTime(options.Clock.GetLocalNow().DateTime);
        if (manifest.KeepUntil is { } until && until < today)
            notes.Add(string.Create(CultureInfo.InvariantCulture, $"The back-up was to be kept until {until:yyyy-MM-dd}: it holds records past their retention. Erase the file."));
        notes.Add(string.Create(
            CultureInfo.InvariantCulture,
            $"This is the operation as of {manifest.MadeOn:yyyy-MM-dd}. What was taken since is not in it: drop the exports of that time again, refusals and withdrawals among them, before the next release."));
        if (manifest.InboxFilesLeftOut > 0)
            notes.Add(string.Create(CultureInfo.InvariantCulture, $"{manifest.InboxFilesLeftOut} files that waited in the inbox were left out of the back-up."));
        if (manifest.SecretsLeftOut.Count > 0)
            notes.Add($"Left out of the back-up, to be put back by hand: {string.Join(", ", manifest.SecretsLeftOut)}.");
    }

    private static string? IdOf(OperationFolder folder) => DefinitionFile.Read<OperationDefinition>(folder.Root, "operation.yaml", new DefinitionFaults())?.Value.Id is { Length: > 0 } id ? id : null;

    /// <returns>Null when the definitions have faults: bytes are saved all the same.</returns>
    private static OperationSetup? Setup(RunOptions options, OperationFolder folder)
    {
        try
        {
            return OperationLoader.Load(folder.Root, options.Catalogue ?? CatalogueFolder.Default, PlaceTables.Read);
        }
        catch (DefinitionException)
        {
            return null;
        }
    }

    private static void Copy(string from, string to)
    {
        foreach (var (path, relative) in File.Exists(from) ? [(from, "")] : Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories).Select(path => (path, Path.GetRelativePath(from, path))))
        {
            var target = Path.Combine(to, relative);
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(path, target, overwrite: true);
        }
    }
}
