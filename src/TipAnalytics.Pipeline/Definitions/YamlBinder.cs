using System.Collections;
using System.Collections.Concurrent;
using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace TipAnalytics.Pipeline.Definitions;

/// <summary>Puts a YAML tree into the definition types, strictly. Unlike a deserialiser it goes on after a fault, so that one reading
/// names every unknown, missing, doubled and wrong key of a file; faulty parts become empty text, lists or zeros.</summary>
internal sealed class YamlBinder(string file, DefinitionFaults faults)
{
    private static readonly ConcurrentDictionary<Type, IReadOnlyDictionary<string, DefinitionKey>> Known = new();

    private readonly Dictionary<string, int> lines = new(StringComparer.Ordinal);
    private readonly HashSet<string> faulty = new(StringComparer.Ordinal);

    /// <summary>Path of keys (<see cref="Key"/>; list items by position) → line.</summary>
    public IReadOnlyDictionary<string, int> Lines => lines;

    /// <summary>Paths whose value could not be read and has been reported.</summary>
    public IReadOnlySet<string> Faulty => faulty;

    public static string Key(IEnumerable<string> keys) => string.Join('\n', keys);

    /// <summary>Name of an enum value in definition files.</summary>
    public static string Word(Enum value) => UnderscoredNamingConvention.Instance.Apply(value.ToString());

    /// <returns>Null when the root is not a mapping.</returns>
    public object? Bind(Type type, YamlNode root)
    {
        if (root is YamlNode.Mapping mapping)
            return Object(type, mapping, []);
        faults.Add(file, root.Line, "has to be keys with values");
        return null;
    }

    /// <summary>A file of nothing but names and texts.</summary>
    public Dictionary<string, string> BindTexts(YamlNode root) => (Dictionary<string, string>)Dictionary(typeof(Dictionary<string, string>), root, []);

    private object? Value(Type type, YamlNode node, string[] path)
    {
        if (Nullable.GetUnderlyingType(type) is { } inner)
            return node is YamlNode.Scalar { IsNull: true } ? null : Value(inner, node, path);
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(List<>))
            return List(type, node, path);
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Dictionary<,>))
            return Dictionary(type, node, path);
        if (type == typeof(string) || type.IsValueType)
            return Scalar(type, node, path);
        if (node is YamlNode.Mapping mapping)
            return Object(type, mapping, path);
        Fault(node.Line, path, "has to be keys with values");
        return Blank(type);
    }

    private object Object(Type type, YamlNode.Mapping mapping, string[] path)
    {
        var target = Activator.CreateInstance(type)!;
        var known = Keys(type);
        foreach (var (name, node) in Entries(mapping, path))
        {
            var at = (string[])[.. path, name.Text];
            if (!known.TryGetValue(name.Text, out var key))
                faults.Add(file, name.Line, $"unknown key \"{name.Text}\".{Hint(name.Text, known.Keys)}");
            else if (node is YamlNode.Scalar { IsNull: true } && !key.MayBeNull)
                Fault(name.Line, at, "has no value");
            else if (node is YamlNode.Scalar { IsNull: true } && key.IsSection)
                continue;  // written down as still to be filled
            else
                key.Property.SetValue(target, Value(key.Property.PropertyType, node, at));
        }
        foreach (var (name, key) in known)
        {
            if (key.IsRequired && !mapping.Entries.Any(entry => entry.Key.Text == name))
                faults.Add(file, mapping.Line, path.Length == 0 ? $"missing key \"{name}\"" : $"missing key \"{name}\" in \"{string.Join('.', path)}\"");
            key.FillBlank(target);
        }
        return target;
    }

    private static string Hint(string word, IEnumerable<string> known) =>
        Suggestion.For(word, known) is { Length: > 0 } suggestion ? suggestion : $" Keys here: {string.Join(", ", known)}.";

    private IList List(Type type, YamlNode node, string[] path)
    {
        var list = (IList)Activator.CreateInstance(type)!;
        if (node is not YamlNode.Sequence sequence)
        {
            Fault(node.Line, path, "has to be a list, [a, b] or one item a line after a dash");
            return list;
        }
        for (var i = 0; i < sequence.Items.Count; i++)
        {
            var at = (string[])[.. path, i.ToString(CultureInfo.InvariantCulture)];
            lines[Key(at)] = sequence.Items[i].Line;
            if (Value(type.GenericTypeArguments[0], sequence.Items[i], at) is { } item)
                list.Add(item);
        }
        return list;
    }

    private IDictionary Dictionary(Type type, YamlNode node, string[] path)
    {
        var dictionary = (IDictionary)Activator.CreateInstance(type)!;
        if (node is not YamlNode.Mapping mapping)
        {
            Fault(node.Line, path, "has to be keys with values");
            return dictionary;
        }
        foreach (var (name, value) in Entries(mapping, path))
            dictionary[name.Text] = Value(type.GenericTypeArguments[1], value, [.. path, name.Text]);
        return dictionary;
    }

    /// <summary>Entries with their lines noted; of a key that stands twice only the first.</summary>
    private IEnumerable<(YamlNode.Scalar Key, YamlNode Value)> Entries(YamlNode.Mapping mapping, string[] path)
    {
        var first = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var (name, value) in mapping.Entries)
        {
            if (first.TryAdd(name.Text, name.Line))
            {
                lines[Key([.. path, name.Text])] = name.Line;
                yield return (name, value);
            }
            else
            {
                faults.Add(file, name.Line, string.Create(CultureInfo.InvariantCulture, $"the key \"{name.Text}\" stands twice (first in line {first[name.Text]})"));
            }
        }
    }

    private object? Scalar(Type type, YamlNode node, string[] path)
    {
        if (node is not YamlNode.Scalar { IsNull: false } scalar)
        {
            Fault(node.Line, path, node is YamlNode.Scalar ? "has no value" : "has to be a single value");
            return Blank(type);
        }
        var (value, expected) = Convert(type, scalar.Text);
        if (value is null)
            Fault(scalar.Line, path, $"is \"{scalar.Text}\", {expected}");
        return value ?? Blank(type);
    }

    private static (object? Value, string Expected) Convert(Type type, string text)
    {
        var culture = CultureInfo.InvariantCulture;
        if (type == typeof(string))
            return (text, "");
        if (type == typeof(bool))
            return (text switch { "true" => true, "false" => false, _ => null }, "which is neither true nor false");
        if (type == typeof(int))
            return (int.TryParse(text, NumberStyles.AllowLeadingSign, culture, out var whole) ? whole : null, "which is not a whole number");
        if (type == typeof(decimal))
            return (decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, culture, out var number) ? number : null, "which is not a number");
        if (type == typeof(DateOnly))
            return (DateOnly.TryParseExact(text, "yyyy-MM-dd", culture, DateTimeStyles.None, out var day) ? day : null, "which is not a date of the form yyyy-MM-dd");
        var words = Enum.GetValues(type).Cast<Enum>().ToDictionary(Word, StringComparer.Ordinal);
        return (words.GetValueOrDefault(text), $"which is none of {string.Join(", ", words.Keys)}.{Suggestion.For(text, words.Keys)}");
    }

    private void Fault(int line, string[] path, string message)
    {
        faulty.Add(Key(path));
        faults.Add(file, line, path.Length == 0 ? message : $"\"{string.Join('.', path)}\" {message}");
    }

    /// <summary>Stands in for a faulty or missing value, so that later checks need not ask for null.</summary>
    private static object? Blank(Type type)
    {
        if (type == typeof(string))
            return "";
        if (type.IsValueType)
            return Activator.CreateInstance(type);
        var blank = Activator.CreateInstance(type)!;
        if (blank is not IEnumerable)
        {
            foreach (var key in Keys(type).Values)
                key.FillBlank(blank);
        }
        return blank;
    }

    private static IReadOnlyDictionary<string, DefinitionKey> Keys(Type type) => Known.GetOrAdd(type, definition =>
        definition.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(property => property.CanWrite && !property.IsDefined(typeof(YamlIgnoreAttribute)))
            .ToDictionary(
                property => UnderscoredNamingConvention.Instance.Apply(property.Name),
                property => new DefinitionKey(property, property.IsDefined(typeof(RequiredMemberAttribute)), MayBeNull(property)),
                StringComparer.Ordinal));

    private static bool MayBeNull(PropertyInfo property) =>
        Nullable.GetUnderlyingType(property.PropertyType) is not null
        || (!property.PropertyType.IsValueType && new NullabilityInfoContext().Create(property).WriteState == NullabilityState.Nullable);

    private sealed record DefinitionKey(PropertyInfo Property, bool IsRequired, bool MayBeNull)
    {
        public bool IsSection => !Property.PropertyType.IsValueType && Property.PropertyType != typeof(string);

        public void FillBlank(object target)
        {
            if (!MayBeNull && Property.GetValue(target) is null)
                Property.SetValue(target, Blank(Property.PropertyType));
        }
    }
}
