namespace MicroK8s.Fuzz;

/// <summary>The seeds: what inputs look like when they are right, or once were wrong.</summary>
internal static class Corpus
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "corpus");

    /// <summary>The seeds of a target, in an order that is always the same.</summary>
    public static IReadOnlyList<byte[]> Of(FuzzTarget target) =>
    [
        .. new[] { Path.Combine(Folder, target.Name), Path.Combine(Folder, "findings", target.Name) }
            .Where(Directory.Exists)
            .SelectMany(folder => Directory.GetFiles(folder).Order(StringComparer.Ordinal))
            .Select(File.ReadAllBytes),
    ];
}
