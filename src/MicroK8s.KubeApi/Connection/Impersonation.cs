using System.Text;

namespace MicroK8s.KubeApi.Connection;

/// <summary>
/// As whom the user acts: <c>as</c>, <c>as-uid</c>, <c>as-groups</c> and <c>as-user-extra</c> of a kubeconfig, sent
/// with every request (kubernetes.io, "User impersonation"; client-go, transport/round_trippers.go).
/// </summary>
internal static class Impersonation
{
    /// <summary>The headers; none if the user acts as itself.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> Read(KubeConfigEntry user)
    {
        string? name = user.Text("as");
        string? uid = user.Text("as-uid");
        IReadOnlyList<string> groups = user.Texts("as-groups");
        KubeConfigEntry? extra = user.Part("as-user-extra");
        if (name is null)
        {
            return uid is null && groups.Count == 0 && extra is null ? [] : throw user.Invalid(
                uid is not null ? "as-uid" : groups.Count > 0 ? "as-groups" : "as-user-extra", "needs 'as' beside it");
        }

        var headers = new List<KeyValuePair<string, string>> { Header(user, "as", "Impersonate-User", name) };
        if (uid is not null) headers.Add(Header(user, "as-uid", "Impersonate-Uid", uid));
        headers.AddRange(groups.Select(group => Header(user, "as-groups", "Impersonate-Group", group)));
        foreach (string key in extra?.Keys ?? [])
        {
            string field = $"Impersonate-Extra-{Escape(key)}";
            headers.AddRange(extra!.Texts(key).Select(value => Header(extra, key, field, value)));
        }

        return headers;
    }

    private static KeyValuePair<string, string> Header(KubeConfigEntry entry, string key, string name, string value) =>
        HeaderText.IsValid(value)
            ? KeyValuePair.Create(name, value)
            : throw entry.Invalid(key, "has a control character, which no header can carry");

    /// <summary>
    /// client-go, <c>headerKeyEscape</c>: lower case, and percent-encoded what cannot stand in a header's name.
    /// </summary>
    private static string Escape(string key)
    {
        var escaped = new StringBuilder();
        foreach (byte letter in Encoding.UTF8.GetBytes(key.ToLowerInvariant()))
        {
            bool isPlain = char.IsAsciiLetterOrDigit((char)letter)
                || "!#$&'*+-.^_`|~".Contains((char)letter, StringComparison.Ordinal);
            escaped.Append(isPlain ? $"{(char)letter}" : $"%{letter:X2}");
        }

        return escaped.ToString();
    }
}
