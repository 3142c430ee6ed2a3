using System.CommandLine;
using TipAnalytics.Pipeline;
using TipAnalytics.Pipeline.Runs;
using TipAnalytics.Reports.Catalogue;

namespace TipAnalytics.Cli.Commands;

/// <summary><c>tip catalogue [DIR] [--out FOLDER]</c>: the indicators, streams, code lists and rules as HTML and Markdown; of an operation also what it asks already.</summary>
internal static class CatalogueCommand
{
    public static Command Create()
    {
        var directory = new Argument<string?>("DIR") { Description = "Folder of an operation; left out: the catalogue that ships with the program", Arity = ArgumentArity.ZeroOrOne };
        var target = new Option<string?>("--out") { Description = "Folder to write into; default: DIR, or where you are" };
        var command = new Command("catalogue", "Writes the indicators with formula, caveats and worked examples, the streams, the code lists and where each rule is kept as catalogue.html and catalogue.md; of an operation also what it asks already") { directory, target };
        command.SetAction(parsed =>
        {
            var operation = parsed.GetValue(directory);
            Run(operation, parsed.GetValue(target) ?? operation ?? ".", CommandLine.Current);
            return 0;
        });
        return command;
    }

    private static void Run(string? operation, string folder, Terminal terminal)
    {
        var content = CatalogueReader.Read(operation);
        var written = new List<string>();
        foreach (var (name, bytes) in IndicatorCatalogue.Make(content))
        {
            var path = Path.Combine(folder, name);
            try
            {
                Directory.CreateDirectory(folder);
                File.WriteAllBytes(path, bytes);
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
            {
                throw new MachineException($"{path}: could not be written. Check that the folder may be written to.");
            }

            written.Add(path);
            terminal.Line(path);
        }

        terminal.Document(new { indicators = content.Indicators.Count, streams = content.Streams.Count, files = written });
    }
}
