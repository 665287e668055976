using System.Text.Json.Nodes;
using MicroK8s.Resources;

namespace MicroK8s.Routing;

/// <summary>
/// A field of a DestinationRule or VirtualService that today's API has no longer, or calls deprecated.
/// </summary>
/// <param name="Path">Its place in a <c>trafficPolicy</c> or an http route.</param>
/// <param name="Successor">The place of the field that says the same today.</param>
/// <param name="Convert">Its value as the successor has it. Null if that has none for it.</param>
internal sealed record OldIstioField(string Path, string Successor, Func<JsonNode, JsonNode?> Convert)
{
    private readonly string? _successorTitle;

    /// <summary>The only value that is old, such as <c>LEAST_CONN</c>. Null if the field itself is.</summary>
    public string? Value { get; init; }

    /// <summary>Whether no version of the API ever had it.</summary>
    public bool NeverExisted { get; init; }

    /// <summary>Whether proxies of today do not follow it.</summary>
    public bool IsIgnored { get; init; }

    /// <summary>The successor as messages name it.</summary>
    public string SuccessorTitle
    {
        get => _successorTitle ?? Successor;
        init => _successorTitle = value;
    }

    /// <summary>
    /// The arguments of Set-TrafficPolicy that say the same, with <c>{0}</c> for the value. Null if there are none.
    /// </summary>
    public string? Arguments { get; init; }

    /// <summary>What it is, as a clause whose subject is its place.</summary>
    public string Description => NeverExisted ? $"is not a field of a DestinationRule; use {SuccessorTitle}"
        : Value is not null ? $"is {Value}, the old name of {SuccessorTitle}"
        : $"is the old name of {SuccessorTitle}" + (IsIgnored ? ", and proxies do not follow it" : "");

    /// <summary>What is written instead, as a sentence.</summary>
    public string Note => NeverExisted
        ? $"{Path} is not a field of a DestinationRule; {SuccessorTitle} is set instead."
        : $"{Value ?? Path} is the old name of {SuccessorTitle}, which is written instead.";

    /// <summary>Its value in a block. Null if it is not there, or has another value than the old one.</summary>
    public JsonNode? Find(JsonObject block)
    {
        JsonNode? found = block.At(Path.Split('.'));
        return found is not null && (Value is null || found.Text() == Value) ? found : null;
    }

    /// <summary>Takes it out of a block, and what is empty on the way to it then.</summary>
    public void Remove(JsonObject block)
    {
        if (Find(block) is not null) Remove(block, Path.Split('.'));
    }

    /// <summary>Writes its successor in its place, unless the block has that already.</summary>
    /// <returns>Whether it was there.</returns>
    public bool Replace(JsonObject block)
    {
        if (Find(block) is not { } value) return false;
        JsonNode? converted = Convert(value);
        Remove(block);
        string[] path = Successor.Split('.');
        if (converted is null || block.At(path) is not null) return true;
        foreach (string part in path[..^1]) block = block.Open(part);
        block[path[^1]] = converted;
        return true;
    }

    private static void Remove(JsonObject block, ReadOnlySpan<string> path)
    {
        if (path.Length == 1)
        {
            block.Remove(path[0]);
        }
        else if (block[path[0]] is JsonObject child)
        {
            Remove(child, path[1..]);
            if (child.Count == 0) block.Remove(path[0]);
        }
    }
}
