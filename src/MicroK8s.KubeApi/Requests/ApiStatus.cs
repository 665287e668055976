using System.Globalization;
using System.Text.Json;
using MicroK8s.Resources;

namespace MicroK8s.KubeApi.Requests;

/// <summary>A refusal of the API server (meta/v1, <c>Status</c>), as far as anything depends on it.</summary>
/// <param name="Code">The HTTP status.</param>
/// <param name="IsKubernetes">Whether the body is a Status at all.</param>
/// <param name="Reason">Why, as one word. Empty if it is not said.</param>
/// <param name="Message">Why, in words; may quote values of the object that was sent.</param>
/// <param name="Kind">What it is about, as the plural of a kind. Empty if it is not said.</param>
/// <param name="Causes">The single causes.</param>
internal sealed record ApiStatus(
    int Code, bool IsKubernetes, string Reason, string Message, string Kind, IReadOnlyList<ApiCause> Causes)
{
    /// <summary>The token with which a list that expired can be taken up. Null if there is none.</summary>
    public string? Continue { get; init; }

    /// <summary>How long the server asks to wait. Null if it does not.</summary>
    public TimeSpan? RetryAfter { get; init; }

    public static ApiStatus Parse(HttpResponseMessage response, string body)
    {
        JsonElement status = ParseBody(body);
        int code = (int)response.StatusCode;
        return new ApiStatus(
            code, status.Text("kind") == "Status", status.Text("reason") ?? "",
            RedirectOf(response) ?? status.Text("message") ?? response.StatusCode.ToString(),
            status.Text("details", "kind") ?? "",
            [
                .. status.Items("details", "causes").Select(cause => new ApiCause(
                    cause.Text("reason") ?? "", cause.Text("field") ?? "", cause.Text("message") ?? "")),
            ])
        {
            Continue = status.Text("metadata", "continue"),
            RetryAfter = response.Headers.RetryAfter?.Delta,
        };
    }

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"The server answered {Code}{(Reason.Length > 0 ? $" ({Reason})" : "")}.");

    /// <summary>Only scheme and host of where it leads to: the rest may be a secret of somebody's.</summary>
    private static string? RedirectOf(HttpResponseMessage response) => (int)response.StatusCode is >= 300 and < 400
        ? $"it redirects to {response.Headers.Location switch
        {
            { IsAbsoluteUri: true } target => $"{target.Scheme}://{target.Host}",
            null => "nowhere",
            _ => "another path",
        }}, and redirects are not followed"
        : null;

    private static JsonElement ParseBody(string body)
    {
        try
        {
            return KubeObject.Parse(body.Length > 0 ? body : "{}").Json;
        }
        catch (JsonException)
        {
            return KubeObject.Parse("{}").Json;
        }
    }
}
