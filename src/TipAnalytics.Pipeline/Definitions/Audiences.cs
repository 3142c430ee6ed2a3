namespace TipAnalytics.Pipeline.Definitions;

/// <summary>Classes of people a release may be handed to. There is none for law enforcement, security forces or parties to the conflict: help is not tied to justice, and
/// nobody is blamed for what they were made to do (Guide, R-23, R-48).</summary>
internal static class Audiences
{
    /// <summary>The one class inside the cluster.</summary>
    public const string Cluster = "cluster";

    public const string Partners = "partners";
    public const string Public = "public";

    /// <summary>Class → words for it, from the narrowest to the widest.</summary>
    public static readonly Dictionary<string, string> Titles = new(StringComparer.Ordinal)
    {
        [Cluster] = "Protection Cluster members",
        [Partners] = "Protection Cluster and partners",
        ["hct"] = "Humanitarian Country Team",
        ["donors"] = "Donors",
        [Public] = "Public",
    };

    private const int MostPersons = 5;

    /// <summary>How many different persons have to stand behind a release before it may be published, where the operation does not say: one, who makes it, inside the
    /// cluster; a second one for all that leaves it.</summary>
    public static int PersonsByDefault(string audience) => audience == Cluster ? 1 : 2;

    public static void Check<T>(DefinitionFile<T> file, string word, params string[] keys)
    {
        if (word.Length == 0 || Titles.ContainsKey(word))
            return;
        var meant = Titles.FirstOrDefault(pair => string.Equals(pair.Value, word.Trim(), StringComparison.OrdinalIgnoreCase)).Key;
        var hint = meant is null ? Suggestion.For(word, Titles.Keys) : $" Did you mean \"{meant}\"?";
        file.Fault(
            $"\"{word}\" is no audience; they are {string.Join(", ", Titles.Select(pair => $"{pair.Key} ({pair.Value})"))}. Law enforcement, security forces and parties to the conflict are none.{hint}", keys);
    }

    /// <summary>Numbers of persons that an operation asks for.</summary>
    public static void CheckPersons(DefinitionFile<OperationDefinition> file)
    {
        const string key = "persons_needed";
        foreach (var (audience, persons) in file.Value.PersonsNeeded)
        {
            Check(file, audience, key, audience);
            if (persons is < 1 or > MostPersons)
                file.Fault(FormattableString.Invariant($"\"{key}\" is a number of different persons from 1 to {MostPersons}"), key, audience);
            else if (audience == Public && persons < 2)
                file.Fault("what becomes public is approved by a second person always; \"public\" cannot be below 2", key, audience);
        }
    }
}
