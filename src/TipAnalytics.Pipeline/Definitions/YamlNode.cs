using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace TipAnalytics.Pipeline.Definitions;

/// <summary>A YAML file as a tree with line numbers. Duplicate keys are kept, so that they can be reported; aliases, tags and
/// several documents are faults: a definition says what, it is no language.</summary>
internal abstract record YamlNode(int Line)
{
    /// <param name="IsNull">Empty, <c>~</c> or <c>null</c>, unquoted.</param>
    public sealed record Scalar(int Line, string Text, bool IsNull) : YamlNode(Line);

    public sealed record Sequence(int Line, IReadOnlyList<YamlNode> Items) : YamlNode(Line);

    public sealed record Mapping(int Line, IReadOnlyList<(Scalar Key, YamlNode Value)> Entries) : YamlNode(Line);

    /// <returns>Null when the text is no YAML or empty; the fault is in <paramref name="faults"/>.</returns>
    public static YamlNode? Parse(string text, string file, DefinitionFaults faults)
    {
        var parser = new Parser(new StringReader(text));
        try
        {
            parser.Consume<StreamStart>();
            if (parser.Accept<StreamEnd>(out _))
            {
                faults.Add(file, 1, "the file is empty");
                return null;
            }
            parser.Consume<DocumentStart>();
            var root = Read(parser, file, faults);
            parser.Consume<DocumentEnd>();
            if (!parser.Accept<StreamEnd>(out _))
                faults.Add(file, (int)parser.Current!.Start.Line, "a second document starts here; one file holds one definition");
            return root;
        }
        catch (Exception error) when (error is YamlException or InvalidOperationException)
        {
            // The library's words name its own tokens; the place is what helps. Some broken texts end in an InvalidOperationException
            // of its scanner, without a place: then what was read last is the nearest.
            var line = error is YamlException { Start.Line: > 0 } placed ? placed.Start.Line : parser.Current?.End.Line ?? 1;
            faults.Add(file, Math.Max(1, (int)line), "cannot be read as YAML from here on; check indentation, colons, quotes and brackets");
            return null;
        }
    }

    private static YamlNode Read(Parser parser, string file, DefinitionFaults faults)
    {
        var line = (int)parser.Current!.Start.Line;
        if (parser.Current is NodeEvent { Anchor.IsEmpty: false } or AnchorAlias)
            faults.Add(file, line, "anchors and aliases (& and *) are not used in definitions; write the value out, or put the text in quotes");
        if (parser.Current is NodeEvent { Tag.IsEmpty: false } tagged && !tagged.Tag.IsNonSpecific)
            faults.Add(file, line, "tags (!) are not used in definitions; put the text in quotes");

        if (parser.TryConsume<AnchorAlias>(out _))
            return new Scalar(line, "", true);
        if (parser.TryConsume<YamlDotNet.Core.Events.Scalar>(out var scalar))
            return new Scalar(line, scalar.Value, scalar.Style == ScalarStyle.Plain && scalar.Value is "" or "~" or "null");
        if (parser.TryConsume<SequenceStart>(out _))
        {
            var items = new List<YamlNode>();
            while (!parser.TryConsume<SequenceEnd>(out _))
                items.Add(Read(parser, file, faults));
            return new Sequence(line, items);
        }

        parser.Consume<MappingStart>();
        var entries = new List<(Scalar, YamlNode)>();
        while (!parser.TryConsume<MappingEnd>(out _))
        {
            var key = Read(parser, file, faults);
            var value = Read(parser, file, faults);
            if (key is Scalar name)
                entries.Add((name, value));
            else
                faults.Add(file, key.Line, "a key has to be a single word or text");
        }
        return new Mapping(line, entries);
    }
}
