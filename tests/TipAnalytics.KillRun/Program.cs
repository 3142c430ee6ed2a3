// A process to be killed. Says what it is about to do and what is done, a line each, so that the one who kills it knows what has to be there afterwards.
//   ingest DATA KEY-FILE    takes and commits numbered batches for ever
//   rotate OPERATION        gives the vault of an operation a new key for ever
//   hold DATA KEY-FILE      keeps the vault open
//   restore A B OPERATION   backs up the operation, and puts the back-ups A and B in its place in turn, for ever
using System.Globalization;
using TipAnalytics.KillRun;
using TipAnalytics.Pipeline.Runs;
using TipAnalytics.Pipeline.Warehouse;

switch (args)
{
    case ["ingest", var data, var keyFile]:
        using (var vault = Vault.Open(data, VaultKey.Read(keyFile), [NumberedBatches.Stream]))
        {
            while (true)
            {
                Console.WriteLine($"taken {NumberedBatches.Take(vault)}");
                vault.Commit();
                Console.WriteLine($"committed {NumberedBatches.Count(vault)}");
            }
        }

    case ["rotate", var operation]:
        while (true)
        {
            Console.WriteLine("rotating");
            Console.WriteLine($"rotated {Vault.Rotate(Path.Combine(operation, "data"), operation)}");
        }

    case ["hold", var data, var keyFile]:
        using (Vault.Open(data, VaultKey.Read(keyFile), [NumberedBatches.Stream]))
        {
            Console.WriteLine("held");
            Console.ReadLine();
        }

        return 0;

    case ["restore", var a, var b, var operation]:
        for (var round = 0; ; round++)
        {
            OperationBackup.Make(new RunOptions(operation), string.Create(CultureInfo.InvariantCulture, $"{operation}-{Environment.ProcessId}-{round}.backup"));
            Console.WriteLine("backed up");
            OperationBackup.Restore(new RunOptions(operation), round % 2 == 0 ? a : b, replace: true);
            Console.WriteLine("restored");
        }

    default:
        Console.Error.WriteLine("ingest DATA KEY-FILE | rotate OPERATION | hold DATA KEY-FILE | restore A B OPERATION");
        return 2;
}
