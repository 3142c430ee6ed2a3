using YamlDotNet.Serialization;

namespace TipAnalytics.Pipeline.Definitions;

internal enum ApiKind { Kobo, Primero }

internal enum PrimeroRecords { Cases, Incidents }

/// <summary>How the server knows us: a token of its own kind, a bearer token, or user and password.</summary>
internal enum ApiLogin { Token, Bearer, Basic }

/// <summary>Server that a source is pulled from at each ingest, whole: what was deleted there goes here too. The secret stands elsewhere, in the
/// environment or in a file that only its owner reads.</summary>
internal sealed class ApiDefinition
{
    public required ApiKind Kind { get; init; }

    /// <summary>Address of the server, <c>https://…</c>; plain http on this machine only.</summary>
    public required string Url { get; init; }

    /// <summary>KoboToolbox: uid of the project.</summary>
    public string? Asset { get; init; }

    /// <summary>Primero: what is pulled.</summary>
    public PrimeroRecords? RecordType { get; init; }

    /// <summary>Null: <c>token</c> for KoboToolbox, <c>bearer</c> for Primero; <c>basic</c> takes <c>user:password</c> as the token.</summary>
    public ApiLogin? Login { get; init; }

    /// <summary>Environment variable with the token.</summary>
    public string? TokenEnv { get; init; }

    /// <summary>File with the token, readable by its owner only; relative to the operation's folder.</summary>
    public string? TokenFile { get; init; }

    /// <summary>Records a request.</summary>
    public int PageSize { get; init; } = 500;

    /// <summary>Seconds an answer may take, all of it.</summary>
    public int TimeoutSeconds { get; init; } = 100;

    /// <summary>For people and messages.</summary>
    [YamlIgnore]
    public string Title => Kind == ApiKind.Kobo ? "KoboToolbox" : "Primero";
}
