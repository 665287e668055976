using System.Net.Http.Headers;
using System.Text;
using k8s.Authentication;

namespace MicroK8s.KubeApi.Connection;

/// <summary>A credential that stands in the kubeconfig itself.</summary>
internal sealed class StaticCredential : ITokenProvider
{
    private readonly string _scheme;
    private readonly Secret _value;

    private StaticCredential(string scheme, Secret value) => (_scheme, _value) = (scheme, value);

    public static StaticCredential Token(Secret token) => new("Bearer", token);

    /// <summary>A name and a password (RFC 7617).</summary>
    public static StaticCredential Password(string name, Secret password) => new(
        "Basic", Secret.Of(Convert.ToBase64String(Encoding.UTF8.GetBytes($"{name}:{password.Reveal()}")))!);

    public Task<AuthenticationHeaderValue> GetAuthenticationHeaderAsync(CancellationToken cancellationToken) =>
        Task.FromResult(new AuthenticationHeaderValue(_scheme, _value.Reveal()));
}
