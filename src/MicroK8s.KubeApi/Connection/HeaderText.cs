namespace MicroK8s.KubeApi.Connection;

/// <summary>What can stand in the value of a header (RFC 9110 §5.5).</summary>
internal static class HeaderText
{
    /// <summary>Whether a text can be sent as it is.</summary>
    public static bool IsValid(string text) => !text.Any(char.IsControl);

    /// <summary>Whether a text can be a bearer token: visible ASCII without blanks (RFC 6750 §2.1).</summary>
    public static bool IsToken(string text) => text.Length > 0 && text.All(sign => sign is > ' ' and < '\x7f');
}
