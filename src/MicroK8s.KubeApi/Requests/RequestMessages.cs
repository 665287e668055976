using System.Net;
using System.Net.Http.Headers;

namespace MicroK8s.KubeApi.Requests;

/// <summary>Makes requests, without credentials.</summary>
internal static class RequestMessages
{
    /// <summary>A request that is answered with JSON, or with text where the server has no other.</summary>
    /// <param name="method">The method.</param>
    /// <param name="server">The server's address.</param>
    /// <param name="path">Path and query, without a leading slash.</param>
    /// <param name="content">The body. Null if there is none.</param>
    /// <param name="accept">The media type that is preferred to plain JSON. Null if none is.</param>
    public static HttpRequestMessage Json(
        HttpMethod method, Uri server, string path, HttpContent? content, string? accept)
    {
        var request = new HttpRequestMessage(method, new Uri(server, path))
        {
            Content = content,

            // One connection then carries every watch of a wait; a plain http server gets 1.1.
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionOrLower,
        };
        if (accept is not null) request.Headers.Accept.ParseAdd(accept);
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("*/*", 0.5));
        return request;
    }

    /// <summary>A request to go on in SPDY/3.1.</summary>
    public static HttpRequestMessage Upgrade(Uri server, string path, string protocol)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, new Uri(server, path));
        request.Headers.Connection.Add("Upgrade");
        request.Headers.Upgrade.Add(new ProductHeaderValue("SPDY", "3.1"));
        request.Headers.Add("X-Stream-Protocol-Version", protocol);
        return request;
    }
}
