using System.Text.RegularExpressions;

namespace TipAnalytics.Pipeline.Definitions;

/// <summary>Checks the server of a source. No request is made: a definition is checked without a network.</summary>
internal static partial class ApiChecks
{
    // What both servers give at most.
    private const int LargestPage = 1000;

    private static readonly string[] OfFiles = ["sheet", "unpivot"];

    public static void Check(DefinitionFile<SourceDefinition> file)
    {
        if (file.Value.Api is not { } api)
            return;
        void Fault(bool wrong, string message, string key)
        {
            if (wrong)
                file.Fault(message, "api", key);
        }

        Fault(api.Url.Length > 0 && !IsSafe(api.Url), "\"api.url\" has to be https://… with nothing but server and path (http:// only for 127.0.0.1 or localhost): what is pulled identifies people", "url");
        Fault(api.Kind == ApiKind.Kobo && !AssetUid().IsMatch(api.Asset ?? ""), "\"api.asset\" has to be the uid of the KoboToolbox project, the letters and digits after /assets/ in its address", "asset");
        Fault(api.Kind == ApiKind.Kobo && api.RecordType is not null, "\"api.record_type\" belongs to Primero", "record_type");
        Fault(api.Kind == ApiKind.Kobo && api.Login is ApiLogin.Bearer, "\"api.login\" of KoboToolbox is token or basic", "login");
        Fault(api.Kind == ApiKind.Primero && api.RecordType is null, "\"api.record_type\" is missing: cases or incidents", "record_type");
        Fault(api.Kind == ApiKind.Primero && api.Asset is not null, "\"api.asset\" belongs to KoboToolbox", "asset");
        Fault(api.Kind == ApiKind.Primero && api.Login is ApiLogin.Token, "\"api.login\" of Primero is bearer or basic", "login");
        Fault((api.TokenEnv is null) == (api.TokenFile is null), "the token comes from exactly one of \"token_env\" (an environment variable) and \"token_file\"; it never stands in a definition", "token_env");
        Fault(api.TokenEnv is { } name && !VariableName().IsMatch(name), "\"api.token_env\" has to be the name of an environment variable, such as KOBO_TOKEN, never the token itself", "token_env");
        Fault(api.PageSize is < 1 or > LargestPage, "\"api.page_size\" is 1 to 1000", "page_size");
        Fault(api.TimeoutSeconds < 1, "\"api.timeout_seconds\" has to be 1 or more", "timeout_seconds");
        foreach (var key in OfFiles.Where(key => file.Has(key)))
            file.Fault($"\"{key}\" belongs to files; what a server gives are records", key);
        if (file.Value.Record.Count is not null)
            file.Fault("\"record.count\" belongs to files; what a server gives are records", "record", "count");
        if (file.Value.Record.Id.Count == 0)
            file.Fault("a source with \"api\" needs \"record.id\": without it nothing tells that a record was pulled before", "api");
    }

    /// <summary>Without user, query and fragment: they could hold a secret, or send what is asked for elsewhere.</summary>
    private static bool IsSafe(string address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri)
        && (uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback))
        && uri.UserInfo.Length == 0 && uri.Query.Length == 0 && uri.Fragment.Length == 0;

    [GeneratedRegex("^[A-Za-z0-9]+$")]
    private static partial Regex AssetUid();

    [GeneratedRegex("^[A-Z_][A-Z0-9_]*$")]
    private static partial Regex VariableName();
}
