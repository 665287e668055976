using MicroK8s.Connection;
using MicroK8s.KubeApi.Requests;

namespace MicroK8s.KubeApi.Services;

/// <summary>A service behind the API server's proxy: the connection and credentials are those of the session.</summary>
internal sealed class ServiceBehindProxy(KubeRequests requests, ProxiedService service) : IHttpService
{
    private readonly string _path = service.GetPath();

    public string Address => service.ToString();

    public Task<HttpAnswer> AskAsync(
        string path, IReadOnlyList<KeyValuePair<string, string>> fields, long mostBytes,
        CancellationToken cancellationToken)
    {
        (HttpMethod method, Func<Uri, HttpRequestMessage> make) = ServiceQuestion.Of(_path + path, fields);
        string verb = method == HttpMethod.Get ? "get" : "create";
        return requests.AskServiceAsync(
            make, $"{verb} services/proxy of {Address}", Address, mostBytes, cancellationToken);
    }

    public void Dispose()
    {
        // The connection is the session's.
    }
}
