using System.Text;

namespace TipAnalytics.Pipeline.Sources;

/// <summary>Arrays and hashes as Primero's CSV writes them, in Ruby's own notation: <c>["a", "b"]</c>, <c>[{"relation" => "father", "age" => nil}]</c>.
/// It is no JSON, and nothing in it is run.</summary>
internal ref struct RubyNotation(ReadOnlySpan<char> text)
{
    private const int Deepest = 32;

    private ReadOnlySpan<char> rest = text;
    private List<string> found = [];
    private string key = "";

    /// <summary>What stands under a key in all hashes of a list, in order; null for text that is no such notation.</summary>
    public static IReadOnlyList<string>? Values(ReadOnlySpan<char> text, string key)
    {
        var notation = new RubyNotation(text) { key = key };
        return notation.TryValue(isWanted: false, 0) && notation.rest.Trim().IsEmpty ? notation.found : null;
    }

    private bool TryValue(bool isWanted, int depth)
    {
        rest = rest.TrimStart();
        if (rest.IsEmpty || depth > Deepest)
            return false;
        switch (rest[0])
        {
            case '[':
                return TryList(isWanted, depth);
            case '{':
                return TryHash(depth);
            case '"':
                if (!TryString(out var text))
                    return false;
                Found(text, isWanted);
                return true;
            default:
                var end = rest.IndexOfAny(",]}");
                var word = (end < 0 ? rest : rest[..end]).Trim();
                rest = end < 0 ? default : rest[end..];
                if (word is not "nil")
                    Found(word.TrimStart(':').ToString(), isWanted);
                return !word.IsEmpty;
        }
    }

    private void Found(string text, bool isWanted)
    {
        if (isWanted && text.Length > 0)
            found.Add(text);
    }

    private bool TryList(bool isWanted, int depth)
    {
        rest = rest[1..].TrimStart();
        while (!rest.IsEmpty && rest[0] != ']')
        {
            if (!TryValue(isWanted, depth + 1) || !TryNext(']'))
                return false;
        }

        return TryEnd();
    }

    /// <summary><c>"name" => value</c>, or <c>name: value</c> as a newer Ruby writes symbols.</summary>
    private bool TryHash(int depth)
    {
        rest = rest[1..].TrimStart();
        while (!rest.IsEmpty && rest[0] != '}')
        {
            string? name;
            if (rest[0] == '"')
            {
                if (!TryString(out name))
                    return false;
            }
            else
            {
                var end = rest[1..].IndexOfAny(":= ") + 1;
                if (end < 1)
                    return false;
                name = rest[..end].TrimStart(':').ToString();
                rest = rest[end..];
            }

            rest = rest.TrimStart();
            var length = rest.StartsWith("=>", StringComparison.Ordinal) ? 2 : rest.StartsWith(":", StringComparison.Ordinal) ? 1 : 0;
            if (length == 0)
                return false;
            rest = rest[length..];
            if (!TryValue(name == key, depth + 1) || !TryNext('}'))
                return false;
        }

        return TryEnd();
    }

    private bool TryNext(char end)
    {
        rest = rest.TrimStart();
        if (!rest.IsEmpty && rest[0] == ',')
        {
            rest = rest[1..].TrimStart();
            return true;
        }

        return !rest.IsEmpty && rest[0] == end;
    }

    private bool TryEnd()
    {
        if (rest.IsEmpty)
            return false;
        rest = rest[1..];
        return true;
    }

    private bool TryString(out string text)
    {
        var letters = new StringBuilder();
        for (var i = 1; i < rest.Length; i++)
        {
            if (rest[i] == '"')
            {
                text = letters.ToString();
                rest = rest[(i + 1)..];
                return true;
            }

            if (rest[i] == '\\' && ++i < rest.Length)
                letters.Append(rest[i] switch { 'n' => '\n', 't' => '\t', 'e' => '\u001b', var letter => letter });
            else if (i < rest.Length)
                letters.Append(rest[i]);
        }

        text = "";
        return false;
    }
}
