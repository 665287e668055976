using System.Net;

namespace MicroK8s.KubeApi.Requests;

/// <summary>A question to a service as a request: by GET, or by POST when it is too long for an address.</summary>
internal static class ServiceQuestion
{
    /// <summary>
    /// Servers and proxies take 8 KiB of address or more (nginx, <c>large_client_header_buffers</c>).
    /// </summary>
    private const int LongestQuery = 6000;

    /// <summary>The method and how to make the request, once for each try.</summary>
    /// <param name="path">The path, without a leading slash.</param>
    /// <param name="fields">The names and values.</param>
    public static (HttpMethod Method, Func<Uri, HttpRequestMessage> Make) Of(
        string path, IReadOnlyList<KeyValuePair<string, string>> fields)
    {
        string query = string.Join('&', fields.Select(field =>
            $"{WebUtility.UrlEncode(field.Key)}={WebUtility.UrlEncode(field.Value)}"));
        return query.Length <= LongestQuery
            ? (HttpMethod.Get, server => RequestMessages.Json(HttpMethod.Get, server, $"{path}?{query}", null, null))
            : (HttpMethod.Post, server => RequestMessages.Json(
                HttpMethod.Post, server, path, new FormUrlEncodedContent(fields), null));
    }
}
