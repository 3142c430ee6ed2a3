using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace TipAnalytics.Pipeline.Releases;

/// <summary>How events and the files beside releases are written.</summary>
internal static class ReleaseJson
{
    /// <summary>One line, for the vault.</summary>
    public static readonly JsonSerializerOptions Inside = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>For people and other programs.</summary>
    public static readonly JsonSerializerOptions Beside = new(Inside) { WriteIndented = true };
}
