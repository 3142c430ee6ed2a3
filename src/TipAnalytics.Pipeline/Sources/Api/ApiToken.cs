using System.Net.Http.Headers;
using System.Text;
using TipAnalytics.Pipeline.Definitions;

namespace TipAnalytics.Pipeline.Sources.Api;

/// <summary>What a server knows us by. It is read when it is needed and stands in no message.</summary>
internal static class ApiToken
{
    /// <param name="folder">Folder of the operation; a relative path of a token file starts there.</param>
    /// <exception cref="SourceDataException">There is none, or others can read it.</exception>
    public static AuthenticationHeaderValue Read(ApiDefinition api, SourceDefinition source, string folder)
    {
        var (token, place) = api.TokenEnv is { } variable ? (Environment.GetEnvironmentVariable(variable) ?? "", $"the environment variable {variable}") : OfFile(api.TokenFile!, source, folder);
        token = token.Trim();
        if (token.Length == 0)
            throw Refusal(source, $"there is no token in {place}. Get one from {api.Title} and put it there");
        var login = api.Login ?? (api.Kind == ApiKind.Kobo ? ApiLogin.Token : ApiLogin.Bearer);
        if (login == ApiLogin.Basic)
            return new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(token)));
        // Anything else would break the header, or smuggle a second one in.
        if (token.AsSpan().ContainsAnyExceptInRange('!', '~'))
            throw Refusal(source, $"what stands in {place} is no token: it has blanks or other signs in it. Copy the token alone, from {api.Title}");
        return new(login == ApiLogin.Token ? "Token" : "Bearer", token);
    }

    private static (string Token, string Place) OfFile(string file, SourceDefinition source, string folder)
    {
        var path = Path.Combine(folder, file);
        if (!File.Exists(path))
            throw Refusal(source, $"there is no token file {file}. Put the token into it, or correct «api.token_file» in {source.File}");
        if (OwnerOnly.IsReadByOthers(path))
            throw Refusal(source, $"others can read the token file {file}. Run: {OwnerOnly.Remedy(file)}");
        try
        {
            return (File.ReadAllText(path), $"the file {file}");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw Refusal(source, $"the token file {file} cannot be read. Check its rights");
        }
    }

    private static SourceDataException Refusal(SourceDefinition source, string why) => new($"{source.Id}: not pulled, {why}.");
}
