using System.Text;

namespace TipAnalytics.Pipeline.Words;

/// <summary>A piece of text that is written in one direction.</summary>
public readonly record struct DirectionalRun(string Text, bool IsRightToLeft);

/// <summary>Text of two directions: Latin words, ids and numbers inside Arabic.</summary>
/// <remarks>The isolates U+2066 and U+2069 are the only marks of direction the program writes, one level deep. <see cref="Runs"/> resolves the rest as the Unicode
/// Bidirectional Algorithm (UAX #9) does for such text: letters and digits decide, signs take the direction of both sides or that of the line.</remarks>
public static class Bidirectional
{
    /// <summary>Begins an isolate from left to right; <see cref="End"/> ends it.</summary>
    public const char Start = '\u2066';
    public const char End = '\u2069';

    /// <summary>The value between isolates when it has Latin letters or digits, nothing written from right to left and no isolate yet; otherwise as it is.</summary>
    public static string Isolate(string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return value.Contains(Start, StringComparison.Ordinal) || value.Any(IsRightToLeft) || !value.Any(IsLeftToRight) ? value : $"{Start}{value}{End}";
    }

    /// <summary>Without isolates: for files that are read by programs.</summary>
    public static string Plain(string value) => value is null ? "" : value.Replace("\u2066", "", StringComparison.Ordinal).Replace("\u2069", "", StringComparison.Ordinal);

    /// <summary>Pieces between isolates, in the order of reading: what is isolated, and what is not.</summary>
    public static IEnumerable<(string Text, bool IsIsolated)> Pieces(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var at = 0;
        while (at < text.Length)
        {
            var isIsolated = text[at] == Start;
            var end = text.IndexOf(isIsolated ? End : Start, at);
            end = end < 0 ? text.Length : end;
            var piece = text[(isIsolated ? at + 1 : at)..end];
            if (piece.Length > 0)
                yield return (piece, isIsolated);
            at = isIsolated ? end + 1 : end;
        }
    }

    /// <summary>Runs of one direction in the order in which they stand on the line, the leftmost first.</summary>
    /// <param name="isRightToLeft">Direction of the line.</param>
    public static IReadOnlyList<DirectionalRun> OnLine(string text, bool isRightToLeft)
    {
        var runs = Runs(text, isRightToLeft).ToList();
        if (isRightToLeft)
            runs.Reverse();
        return runs;
    }

    /// <summary>Runs of one direction in the order of reading.</summary>
    public static IEnumerable<DirectionalRun> Runs(string text, bool isRightToLeft) =>
        Pieces(text).SelectMany(piece => piece.IsIsolated ? [new DirectionalRun(piece.Text, false)] : Resolve(piece.Text, isRightToLeft));

    /// <summary>Runs in the order of reading. Isolates stand for themselves, so a piece is resolved as if alone.</summary>
    private static List<DirectionalRun> Resolve(string text, bool isRightToLeft)
    {
        // Signs that belong to a number stay with it: 12.5%, 2/3.
        var directions = text.Select((sign, at) => IsRightToLeft(sign) ? 1 : IsLeftToRight(sign) || IsOfNumber(text, at) ? -1 : 0).ToArray();
        for (var at = 0; at < directions.Length; at++)
        {
            if (directions[at] != 0)
                continue;
            var end = at;
            while (end < directions.Length && directions[end] == 0)
                end++;
            var line = isRightToLeft ? 1 : -1;
            var (before, after) = (at > 0 ? directions[at - 1] : line, end < directions.Length ? directions[end] : line);
            var inside = before == after ? before : line;
            while (at < end)
                directions[at++] = inside;
            at--;
        }
        var runs = new List<DirectionalRun>();
        var piece = new StringBuilder();
        for (var at = 0; at < text.Length; at++)
        {
            if (at > 0 && directions[at] != directions[at - 1])
            {
                runs.Add(new(piece.ToString(), directions[at - 1] == 1));
                piece.Clear();
            }
            piece.Append(text[at]);
        }
        if (piece.Length > 0)
            runs.Add(new(piece.ToString(), directions[^1] == 1));
        return runs;
    }

    /// <summary>A sign right after a digit that is part of its number: per cent, or a separator between two digits.</summary>
    private static bool IsOfNumber(string text, int at) =>
        at > 0 && char.IsAsciiDigit(text[at - 1]) && (text[at] == '%' || (text[at] is '.' or ',' or ':' or '/' && at + 1 < text.Length && char.IsAsciiDigit(text[at + 1])));

    /// <summary>Letters of Hebrew, Arabic and their relatives.</summary>
    public static bool IsRightToLeft(char sign) => sign is (>= '\u0590' and <= '\u08ff' and not (>= '\u0660' and <= '\u0669') and not ('\u060c' or '\u061b' or '\u061f')) or (>= '\ufb1d' and <= '\ufdff') or (>= '\ufe70' and <= '\ufefc');

    private static bool IsLeftToRight(char sign) => char.IsDigit(sign) || (char.IsLetter(sign) && !IsRightToLeft(sign));
}
