using System.Text;

namespace TipAnalytics.Pipeline.Definitions;

/// <summary>A definition read from YAML, with the line of each of its keys, for checks that need other files.</summary>
/// <param name="path">Path for messages.</param>
internal sealed class DefinitionFile<T>(string path, T value, IReadOnlyDictionary<string, int> lines, IReadOnlySet<string> faulty, DefinitionFaults faults)
{
    public string Path => path;
    public T Value => value;

    /// <summary>The same file with what was made of its value.</summary>
    public DefinitionFile<TOther> As<TOther>(TOther other) => new(path, other, lines, faulty, faults);

    /// <summary>True when the key is written in the file.</summary>
    public bool Has(params string[] keys) => lines.ContainsKey(YamlBinder.Key(keys));

    /// <summary>Line of a key; 1 when it is not written.</summary>
    public int Line(params string[] keys) => lines.GetValueOrDefault(YamlBinder.Key(keys), 1);

    /// <summary>Records a fault at the key (the nearest written key above it when it is not there itself).
    /// Does nothing for a key whose value could not be read: that has been reported, and what stands in for it is ours.</summary>
    public void Fault(string message, params string[] keys)
    {
        if (faulty.Contains(YamlBinder.Key(keys)))
            return;
        for (var depth = keys.Length; depth > 0; depth--)
        {
            if (lines.TryGetValue(YamlBinder.Key(keys[..depth]), out var line))
            {
                faults.Add(path, line, message);
                return;
            }
        }
        faults.Add(path, 1, message);
    }
}

/// <summary>Reads definition files; every fault goes into the list of the load.</summary>
internal static class DefinitionFile
{
    /// <returns>Null when there is no readable mapping in the file; otherwise the value, with empty text, lists and zeros in place of faulty parts.</returns>
    public static DefinitionFile<T>? Read<T>(string folder, string path, DefinitionFaults faults)
        where T : class =>
        Text(folder, path, faults) is { } text ? Parse<T>(text, path, faults) : null;

    /// <summary>The same of a text that is read already.</summary>
    /// <param name="path">Path for messages.</param>
    public static DefinitionFile<T>? Parse<T>(string text, string path, DefinitionFaults faults)
        where T : class
    {
        if (YamlNode.Parse(text, path, faults) is not { } root)
            return null;
        var binder = new YamlBinder(path, faults);
        return binder.Bind(typeof(T), root) is T value ? new(path, value, binder.Lines, binder.Faulty, faults) : null;
    }

    /// <returns>Null when the file is missing, cannot be opened or is not UTF-8.</returns>
    public static string? Text(string folder, string path, DefinitionFaults faults)
    {
        var full = System.IO.Path.Combine(folder, path);
        try
        {
            if (System.IO.File.Exists(full))
                return new UTF8Encoding(false, true).GetString(System.IO.File.ReadAllBytes(full)).TrimStart('\uFEFF');
            faults.Add(path, 1, "the file is missing");
        }
        catch (DecoderFallbackException)
        {
            faults.Add(path, 1, "is not UTF-8 text; save it as UTF-8");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            faults.Add(path, 1, "cannot be opened; check that it is a file this user may read");
        }
        return null;
    }

    /// <summary>Files of a subfolder by name, as paths for messages (<c>indicators/CH-03.yaml</c>); none when there is no such folder.</summary>
    public static IReadOnlyList<string> List(string folder, string subfolder, string extension)
    {
        var full = System.IO.Path.Combine(folder, subfolder);
        return !Directory.Exists(full)
            ? []
            : [.. Directory.EnumerateFiles(full, "*" + extension)
                .Where(file => System.IO.Path.GetExtension(file) == extension)
                .Select(file => subfolder + "/" + System.IO.Path.GetFileName(file))
                .Order(StringComparer.Ordinal)];
    }
}
