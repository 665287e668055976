using MicroK8s.Connection;
using MicroK8s.Errors;
using MicroK8s.KubeApi.Connection;
using MicroK8s.KubeApi.Requests;

namespace MicroK8s.KubeApi.Services;

/// <summary>A service at an address of its own.</summary>
internal sealed class ServiceAtAddress : IHttpService
{
    private readonly ApiTransport _transport;

    private ServiceAtAddress(ConnectionSettings settings)
    {
        _transport = new ApiTransport(settings);
        Address = settings.Server.AbsoluteUri.TrimEnd('/');
    }

    public string Address { get; }

    /// <summary>Reads the address; the credentials in it go no further than this.</summary>
    public static ServiceAtAddress Open(Uri address, string? bearerToken)
    {
        string shown = ShownAddress.Of(address.OriginalString);
        if (!address.IsAbsoluteUri || address.Scheme is not ("http" or "https"))
        {
            throw Invalid(shown, "must be an http or https address");
        }

        if (address.Query.Length > 0 || address.Fragment.Length > 0)
        {
            throw Invalid(new UriBuilder(address) { UserName = "", Password = "", Query = "", Fragment = "" }
                .Uri.AbsoluteUri, "must have no query and no fragment");
        }

        UserInfo? user = UserInfo.Read(address);
        if (user is not null && bearerToken is not null)
        {
            throw Invalid(shown, "has a user of its own, so a bearer token cannot be given as well");
        }

        if (bearerToken is not null && !bearerToken.All(sign => sign is > ' ' and < '\x7f'))
        {
            throw Invalid(shown, "cannot be asked with this bearer token: it has characters that no token has");
        }

        if ((user is not null || bearerToken is not null) && address is { Scheme: "http", IsLoopback: false })
        {
            throw Invalid(shown, "is not https, and credentials are sent to another machine only over https");
        }

        return new ServiceAtAddress(new ConnectionSettings
        {
            Server = new UriBuilder(address) { UserName = "", Password = "" }.Uri,
            IsApiServer = false,
            Trust = new ServerTrust(null),
            Credential = bearerToken is not null ? StaticCredential.Token(Secret.Of(bearerToken)!)
                : user is not null ? StaticCredential.Password(user.Name, user.Password)
                : null,
        });
    }

    public async Task<HttpAnswer> AskAsync(
        string path, IReadOnlyList<KeyValuePair<string, string>> fields, long mostBytes,
        CancellationToken cancellationToken)
    {
        (_, Func<Uri, HttpRequestMessage> make) = ServiceQuestion.Of(path, fields);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(RequestTimeout.Current);
        try
        {
            return await BodyRequest.SendAsync(
                () => make(_transport.BaseUri),
                async request =>
                {
                    using HttpResponseMessage response =
                        await _transport.SendAsync(request(), limit.Token).ConfigureAwait(false);
                    return await ServiceAnswer.ReadAsync(response, mostBytes, limit.Token).ConfigureAwait(false);
                }).ConfigureAwait(false);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested
            && exception is HttpRequestException or IOException or InvalidDataException or OperationCanceledException)
        {
            throw ApiErrors.FromServiceSilence(exception, _transport.TrustRefusal, Address);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or InvalidDataException)
        {
            // A stop breaks connections off in many ways; all of them are the stop.
            throw new OperationCanceledException(exception.Message, exception, cancellationToken);
        }
    }

    public void Dispose() => _transport.Dispose();

    private static ClusterException Invalid(string shown, string rule) =>
        new(ClusterFault.InvalidSpec, $"The address '{shown}' {rule}.", shown);
}
