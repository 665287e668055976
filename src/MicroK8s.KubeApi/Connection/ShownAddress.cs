namespace MicroK8s.KubeApi.Connection;

/// <summary>An address of a kubeconfig as it may be shown.</summary>
internal static class ShownAddress
{
    /// <summary>
    /// The address without the name and password before its @; in an invalid one they may stand anywhere there. Empty
    /// for what has blanks: a quote that is not closed makes a text of the lines below it, credentials and all.
    /// </summary>
    public static string Of(string address)
    {
        if (address.Any(sign => char.IsWhiteSpace(sign) || char.IsControl(sign))) return "";
        int end = address.LastIndexOf('@');
        if (end < 0) return address;
        int start = address.IndexOf("://", StringComparison.Ordinal);
        return start < 0 || start > end ? address[(end + 1)..] : address[..(start + 3)] + address[(end + 1)..];
    }
}
