using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using TipAnalytics.Pipeline.Definitions;

namespace TipAnalytics.Pipeline.Sources.Api;

/// <summary>Asks one server for JSON, and again when it is busy or the line breaks. Answers stay in memory. The token goes to this server only: no
/// redirect is followed, no proxy is used, no cookie is kept.</summary>
internal sealed class ApiClient : IDisposable
{
    // Waits of 1, 2, 4, 8 and 16 seconds, always the same: what a run does is the same each time.
    private const int Attempts = 6;

    // A server that is not there at all (a laptop without a network) is not waited for that long.
    private const int AttemptsToConnect = 3;
    private const int LongestPage = 64 * 1024 * 1024;

    // A server that asks for more is left alone until the next run.
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(5);

    private readonly SourceDefinition source;
    private readonly ApiDefinition api;
    private readonly TimeProvider clock;
    private readonly CancellationToken cancel;
    private readonly HttpClient http;

    public ApiClient(SourceDefinition source, AuthenticationHeaderValue token, TimeProvider clock, CancellationToken cancel)
    {
        (this.source, api, this.clock, this.cancel) = (source, source.Api!, clock, cancel);
        http = new HttpClient(
            new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false, UseCookies = false, AutomaticDecompression = DecompressionMethods.All, ConnectTimeout = TimeSpan.FromSeconds(15) },
            disposeHandler: true)
        {
            BaseAddress = new Uri(api.Url.TrimEnd('/') + "/"),
            Timeout = Timeout.InfiniteTimeSpan,
        };
        http.DefaultRequestHeaders.Authorization = token;
        http.DefaultRequestHeaders.Accept.Add(new("application/json"));
        http.DefaultRequestHeaders.UserAgent.Add(new("TipAnalytics", null));
    }

    /// <param name="request">Path and query, below the server's address.</param>
    /// <returns>The answer, to be disposed.</returns>
    /// <exception cref="SourceDataException">There is none to be had now; says what to do.</exception>
    public JsonDocument Get(string request)
    {
        for (var attempt = 1; ; attempt++)
        {
            var answer = Try(request);
            if (answer.Document is { } document)
                return document;
            var wait = TimeSpan.FromSeconds(1 << (attempt - 1));
            if (answer.RetryAfter > wait)
                wait = answer.RetryAfter;
            if (wait > LongestWait)
                throw Refusal(string.Create(CultureInfo.InvariantCulture, $"{answer.Failure}, and asks to wait for {wait.TotalSeconds:0} seconds. The next run tries again"), mayPass: true);
            if (attempt == (answer.IsUnreachable ? AttemptsToConnect : Attempts))
                throw Refusal(string.Create(CultureInfo.InvariantCulture, $"{answer.Failure}, {attempt} times. The next run tries again"), mayPass: true);
            Task.Delay(wait, clock, cancel).GetAwaiter().GetResult();
        }
    }

    /// <summary>For an answer that is JSON, but not what this interface gives.</summary>
    public SourceDataException Unexpected(string missing) =>
        Refusal($"the server answered, but not as {api.Title} does: {missing}. Check «api» in {source.File}");

    public SourceDataException Refusal(string why, bool mayPass = false) => new($"{source.Id}: not pulled from {http.BaseAddress!.Host}, {why}. Nothing of it was taken.") { MayPass = mayPass };

    public void Dispose() => http.Dispose();

    /// <returns>A document, or a failure that may pass.</returns>
    private Answer Try(string request)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(api.TimeoutSeconds));
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancel);
        try
        {
            return AskAsync(request, either.Token).GetAwaiter().GetResult();
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return new(Failure: string.Create(CultureInfo.InvariantCulture, $"it did not answer within {api.TimeoutSeconds} seconds"));
        }
        catch (HttpRequestException failure) when (failure.HttpRequestError == HttpRequestError.SecureConnectionError)
        {
            throw Refusal("its certificate is not valid for this address, so it may be another server. Check the address, and the clock of this machine");
        }
        catch (HttpRequestException failure) when (failure.HttpRequestError is HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError)
        {
            return new(Failure: "it cannot be reached (no network, or a wrong address)", IsUnreachable: true);
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException or InvalidDataException)
        {
            return new(Failure: "the connection broke off");
        }
        catch (JsonException)
        {
            return new(Failure: "its answer is cut off");
        }
    }

    private async Task<Answer> AskAsync(string request, CancellationToken limit)
    {
        using var message = new HttpRequestMessage(HttpMethod.Get, request);
        using var response = await http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, limit);
        if (MayPass(response.StatusCode))
            return new(Failure: string.Create(CultureInfo.InvariantCulture, $"the server is busy or failing ({(int)response.StatusCode})"), RetryAfter: Wait(response.Headers.RetryAfter));
        if (response.StatusCode != HttpStatusCode.OK)
            throw Refusal(Reason(response.StatusCode));
        if (response.Content.Headers.ContentType?.MediaType is not { } type || !type.EndsWith("json", StringComparison.OrdinalIgnoreCase))
            throw Refusal($"it answered with a page for people, not with data: a login page, or the address of something else. Check «api.url» in {source.File}");
        return new(await PageAsync(response.Content, limit));
    }

    private async Task<JsonDocument> PageAsync(HttpContent content, CancellationToken limit)
    {
        using var page = new MemoryStream();
        var part = new byte[64 * 1024];
        await using var stream = await content.ReadAsStreamAsync(limit);
        while (await stream.ReadAsync(part, limit) is > 0 and var length)
        {
            if (page.Length + length > LongestPage)
                throw Refusal($"a page of {api.PageSize} records is larger than 64 MiB. Set a smaller «api.page_size» in {source.File}");
            page.Write(part, 0, length);
        }

        return JsonDocument.Parse(page.GetBuffer().AsMemory(0, (int)page.Length));
    }

    private static bool MayPass(HttpStatusCode status) => status is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests || (int)status >= 500;

    private TimeSpan Wait(RetryConditionHeaderValue? after) =>
        after?.Delta ?? (after?.Date is { } date ? date - clock.GetUtcNow() : TimeSpan.Zero);

    private string Reason(HttpStatusCode status) => status switch
    {
        HttpStatusCode.Unauthorized => $"it does not accept the token (401). Make a new one and put it into {(api.TokenEnv is { } name ? $"the environment variable {name}" : $"the file {api.TokenFile}")}",
        HttpStatusCode.Forbidden => "the account of the token may not read these records (403). Have the right to view them given to it",
        HttpStatusCode.NotFound => $"there is no such dataset (404), or the account of the token may not see it. Check «api» in {source.File}",
        >= HttpStatusCode.MultipleChoices and < HttpStatusCode.BadRequest =>
            string.Create(CultureInfo.InvariantCulture, $"it sends elsewhere ({(int)status}); the token was not sent there. If the server has moved, give its new address as «api.url» in {source.File}"),
        _ => string.Create(CultureInfo.InvariantCulture, $"it refused the request ({(int)status}). Check «api» in {source.File}"),
    };

    private readonly record struct Answer(JsonDocument? Document = null, string Failure = "", TimeSpan RetryAfter = default, bool IsUnreachable = false);
}
