namespace MicroK8s.KubeApi.Connection;

/// <summary>A user's name and password that stand in an address.</summary>
/// <param name="Name">The name.</param>
/// <param name="Password">The password, empty if there is none.</param>
internal sealed record UserInfo(string Name, Secret Password)
{
    /// <summary>Those of an address. Null if it has none.</summary>
    public static UserInfo? Read(Uri address)
    {
        if (address.UserInfo.Length == 0) return null;
        string[] parts = address.UserInfo.Split(':', 2);
        return new UserInfo(
            Uri.UnescapeDataString(parts[0]), Secret.Of(Uri.UnescapeDataString(parts.ElementAtOrDefault(1) ?? ""))!);
    }
}
