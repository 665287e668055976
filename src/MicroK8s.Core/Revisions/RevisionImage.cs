namespace MicroK8s.Revisions;

/// <summary>What one container of a revision runs.</summary>
/// <param name="Container">The container.</param>
/// <param name="Image">The image that the template names.</param>
/// <param name="Digests">
/// What the nodes run under that name, by their own word: the digest in the registry, or their id of an image that came
/// from none. None if the revision has no running pod; several if the tag was moved between two pulls.
/// </param>
public sealed record RevisionImage(string Container, string Image, IReadOnlyList<string> Digests)
{
    /// <summary>How much of a digest tells two images apart for people: the algorithm and twelve digits.</summary>
    private const int ShortDigest = 19;

    /// <inheritdoc/>
    public override string ToString() => Digests.Count == 0 || Image.Contains('@', StringComparison.Ordinal)
        ? Image
        : $"{Image} ({string.Join(", ", Digests.Select(Shorten))})";

    private static string Shorten(string digest) => digest.Length > ShortDigest ? digest[..ShortDigest] : digest;
}
