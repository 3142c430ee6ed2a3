using System.Text.RegularExpressions;
using TipAnalytics.Pipeline.Definitions;

namespace TipAnalytics.Pipeline.Indicators;

/// <summary>Order in which the models' views can be made: a model after every model whose name its SQL mentions.</summary>
internal static partial class ModelOrder
{
    /// <returns>Models in order (by name where free); <c>Circular</c> holds those that wait for each other or for such a model.</returns>
    public static (IReadOnlyList<ModelDefinition> Ordered, IReadOnlyList<ModelDefinition> Circular) Of(IEnumerable<ModelDefinition> models)
    {
        var waiting = models.OrderBy(model => model.Name, StringComparer.Ordinal).ToList();
        var names = waiting.Select(model => model.Name).ToHashSet(StringComparer.Ordinal);
        var needs = waiting.ToDictionary(
            model => model.Name,
            model => Word().Matches(WithoutComments(model.Sql)).Select(match => match.Value).Where(word => word != model.Name && names.Contains(word)).ToHashSet(StringComparer.Ordinal),
            StringComparer.Ordinal);
        var ordered = new List<ModelDefinition>();
        while (waiting.Find(model => !waiting.Exists(other => needs[model.Name].Contains(other.Name))) is { } next)
        {
            ordered.Add(next);
            waiting.Remove(next);
        }

        return (ordered, waiting);
    }

    /// <summary>SQL of the view: the statement without a closing semicolon.</summary>
    public static string Statement(ModelDefinition model) => model.Sql.TrimEnd().TrimEnd(';');

    private static string WithoutComments(string sql) => Comment().Replace(sql, "");

    [GeneratedRegex("[a-z_][a-z0-9_]*", RegexOptions.IgnoreCase)]
    private static partial Regex Word();

    [GeneratedRegex("--[^\n]*")]
    private static partial Regex Comment();
}
