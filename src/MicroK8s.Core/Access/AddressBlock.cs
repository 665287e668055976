using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace MicroK8s.Access;

/// <summary>Blocks of addresses as policies write them: <c>10.0.0.0/8</c>, or one address.</summary>
internal static class AddressBlock
{
    /// <summary>Whether a block holds every address of its family, such as <c>0.0.0.0/0</c>.</summary>
    public static bool IsEverything(string block) => block.EndsWith("/0", StringComparison.Ordinal);

    /// <summary>Whether an address is in a block. What cannot be read is in none.</summary>
    /// <param name="block">A block or an address; bits behind the prefix do not count.</param>
    /// <param name="address">An address.</param>
    public static bool Contains(string block, string address)
    {
        string[] parts = block.Split('/');
        if (!IPAddress.TryParse(parts[0], out IPAddress? begin) || !IPAddress.TryParse(address, out IPAddress? one)
            || begin.AddressFamily != one.AddressFamily) return false;
        byte[] first = begin.GetAddressBytes();
        byte[] second = one.GetAddressBytes();
        int length = begin.AddressFamily == AddressFamily.InterNetwork ? 32 : 128;
        if (parts.Length > 1 && !int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out length))
        {
            return false;
        }

        if (length > first.Length * 8) return false;
        return Enumerable.Range(0, length).All(bit => Bit(first, bit) == Bit(second, bit));
    }

    /// <summary>Whether all addresses of a party are in a block.</summary>
    /// <param name="block">The block.</param>
    /// <param name="addresses">The addresses; none if they are not known.</param>
    /// <param name="what">Whose addresses, for what it depends on.</param>
    public static AccessMatch Match(string block, IReadOnlyCollection<string> addresses, string what)
    {
        if (addresses.Count == 0 && IsEverything(block)) return AccessMatch.Yes;
        if (addresses.Count == 0) return AccessMatch.DependsOn($"{what} ({block})");
        int inside = addresses.Count(address => Contains(block, address));
        return inside == 0 || inside == addresses.Count
            ? AccessMatch.Of(inside > 0)
            : AccessMatch.DependsOn($"{what} ({block})");
    }

    private static bool Bit(byte[] address, int bit) => (address[bit / 8] >> (7 - (bit % 8)) & 1) == 1;
}
