namespace MicroK8s.Tests.Seed;

/// <summary>One section of docs/from-yaml.md.</summary>
/// <param name="Number">Its number in the article, such as <c>4.1</c>.</param>
/// <param name="Yaml">What the article does by hand, as one text of manifests. Empty if it does so by commands.</param>
/// <param name="Commands">The lines that do the same with this module.</param>
/// <param name="Code">All blocks of code in their order, as <c>language: text</c>.</param>
internal sealed record SeedSection(string Number, string Yaml, string Commands, IReadOnlyList<string> Code);
