namespace MicroK8s.KubeApi.Connection;

/// <summary>
/// A credential, from the kubeconfig to the header. No formatter, serializer or record can print it: it has no property
/// and its text is a placeholder. Only <see cref="Reveal"/> gives the value, and only where it is put into a header, a
/// handshake or a proxy's credentials.
/// </summary>
internal sealed class Secret
{
    private readonly string _value;

    private Secret(string value) => _value = value;

    /// <summary>Hides a value; null stays null.</summary>
    public static Secret? Of(string? value) => value is null ? null : new Secret(value);

    public string Reveal() => _value;

    public override string ToString() => "(hidden)";
}
