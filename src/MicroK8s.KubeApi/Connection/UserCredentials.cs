using System.Net.Security;
using k8s.Authentication;

namespace MicroK8s.KubeApi.Connection;

/// <summary>
/// The credentials of a kubeconfig's user. Which of several is used, and which must not stand together, is as in
/// client-go (tools/clientcmd/validation.go; transport/round_trippers.go).
/// </summary>
/// <param name="Provider">Makes the Authorization header. Null if there is none.</param>
/// <param name="Certificate">The client certificate. Null if there is none.</param>
internal sealed record UserCredentials(ITokenProvider? Provider, SslStreamCertificateContext? Certificate)
{
    public static UserCredentials None { get; } = new(null, null);

    public static async Task<UserCredentials> ReadAsync(
        KubeConfigEntry? user, KubeConfigEntry cluster, Uri server, CancellationToken cancellationToken)
    {
        if (user is null) return new UserCredentials(OfAddress(server), null);
        KubeConfigEntry? exec = user.Part("exec");
        KubeConfigEntry? authProvider = user.Part("auth-provider");
        if (exec is not null && authProvider is not null)
        {
            throw user.Invalid("exec", "cannot be given together with 'auth-provider'", "Remove 'auth-provider'.");
        }

        SslStreamCertificateContext? certificate = ClientCertificate.Read(user);
        ITokenProvider? provider = ReadStatic(user) ?? OfAddress(server);
        if (provider is null && authProvider is not null) provider = AuthProvider.Create(authProvider);
        if (provider is not null || exec is null) return new UserCredentials(provider, certificate);

        var plugin = new ExecCredentialPlugin(user, exec, cluster);
        ExecCredential answer = await plugin.GetAsync(cancellationToken).ConfigureAwait(false);
        return new UserCredentials(answer.Token is null ? null : plugin, answer.Certificate ?? certificate);
    }

    /// <summary>Whether another reading may give other credentials although the kubeconfig is the same.</summary>
    public static bool IsRenewable(KubeConfigEntry? user) =>
        user is not null
        && user.Keys.Any(key => key is "exec" or "auth-provider" or "tokenFile" or "client-certificate");

    /// <summary>Whether the user has any: over http they are not sent, which the user must hear of.</summary>
    public static bool AreGiven(KubeConfigEntry? user) => user is not null && user.Keys.Any(key =>
        key is "token" or "tokenFile" or "username" or "password" or "exec" or "auth-provider"
        || key.StartsWith("client-", StringComparison.Ordinal));

    private static ITokenProvider? ReadStatic(KubeConfigEntry user)
    {
        Secret? token = user.Secret("token");
        string? name = user.Text("username");
        Secret? password = user.Secret("password");
        if (token is not null && (name ?? (object?)password) is not null)
        {
            throw user.Invalid("token", "cannot be given together with 'username' and 'password'");
        }

        // A file that is kept fresh is preferred to a token that is not.
        if (user.FilePath("tokenFile") is { } file)
        {
            return new TokenFile(file, rule => user.Invalid("tokenFile", rule), TimeProvider.System);
        }

        if (token is not null)
        {
            return HeaderText.IsToken(token.Reveal())
                ? StaticCredential.Token(token)
                : throw user.Invalid("token", "has a blank, a line break or another character that no token has");
        }

        return name is null && password is null
            ? null
            : StaticCredential.Password(name ?? "", password ?? Secret.Of("")!);
    }

    /// <summary>What stands in the server's address itself; Go's client sends it if there is nothing else.</summary>
    private static StaticCredential? OfAddress(Uri server) =>
        UserInfo.Read(server) is var (name, password) ? StaticCredential.Password(name, password) : null;
}
