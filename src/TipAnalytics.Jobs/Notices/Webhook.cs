using System.Net.Http.Json;

namespace TipAnalytics.Jobs.Notices;

/// <summary>Posts a notice as JSON (<c>operation</c>, <c>text</c>, <c>items</c>), as chat services take it. The address is a secret and stands in the environment.</summary>
internal static class Webhook
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(20);

    /// <exception cref="NoticeException">It did not get out.</exception>
    public static async Task SendAsync(Notice notice, string variable, Func<string, string?> environment, CancellationToken cancel)
    {
        if (!Uri.TryCreate(environment(variable), UriKind.Absolute, out var address) || !(address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && address.IsLoopback)))
            throw new NoticeException($"{variable} does not hold the https address of a webhook.");
        using var handler = new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false };
        using var client = new HttpClient(handler) { Timeout = Timeout };
        try
        {
            using var answer = await client.PostAsJsonAsync(
                address,
                new { operation = notice.Operation, text = $"{notice.Subject}\n\n{notice.Text}", items = notice.Items.Select(item => new { job = item.Job, message = item.Message }) },
                cancel);
            if (!answer.IsSuccessStatusCode)
                throw new NoticeException(FormattableString.Invariant($"the webhook in {variable} answered with {(int)answer.StatusCode}."));
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException || (failure is OperationCanceledException && !cancel.IsCancellationRequested))
        {
            throw new NoticeException($"the webhook in {variable} cannot be reached.");
        }
    }
}
