using MicroK8s.Errors;

namespace MicroK8s.Services.Spec;

/// <summary>The values of one hashtable. Every member throws InvalidSpec for a value of the wrong kind.</summary>
public sealed class FieldValues
{
    private readonly IReadOnlyDictionary<string, object?> _values;

    internal FieldValues(string parameter, IReadOnlyDictionary<string, object?> values)
    {
        Parameter = parameter;
        _values = values;
    }

    /// <summary>The parameter that the hashtable came by.</summary>
    public string Parameter { get; }

    /// <summary>The keys that are there, for messages.</summary>
    public string Keys => string.Join(';', _values.Keys);

    /// <summary>The value of a key as given. Null if it is not there.</summary>
    /// <param name="name">The key.</param>
    public object? this[string name] => _values.GetValueOrDefault(name);

    /// <summary>Whether a key is there.</summary>
    /// <param name="name">The key.</param>
    public bool Has(string name) => _values.ContainsKey(name);

    /// <summary>The keys of a list that are there, in its order.</summary>
    /// <param name="names">The keys.</param>
    public IReadOnlyList<string> Present(params IEnumerable<string> names) => [.. names.Where(Has)];

    /// <summary>A text. Null if the key is not there.</summary>
    /// <param name="name">The key.</param>
    public string? Text(string name) => Has(name) ? InputText.Of(Parameter, name, this[name]) : null;

    /// <summary>A number in decimal digits, or a text, such as a port. Null if the key is not there.</summary>
    /// <param name="name">The key.</param>
    public string? NumberOrText(string name) => Has(name) ? InputText.NumberOrText(Parameter, name, this[name]) : null;

    /// <summary>A text that must be there and not be empty.</summary>
    /// <param name="name">The key.</param>
    /// <exception cref="ClusterException">InvalidSpec.</exception>
    public string Required(string name) => Text(name) is { Length: > 0 } text
        ? text
        : throw InvalidInput.Of(Parameter, Keys, $"has no {name}, which it must have");

    /// <summary>A whole number. Null if the key is not there.</summary>
    /// <param name="name">The key.</param>
    /// <param name="least">The least that is allowed.</param>
    /// <param name="most">The most that is allowed.</param>
    public int? Number(string name, int least, int most = int.MaxValue) =>
        Has(name) ? InputText.WholeNumber(Parameter, name, this[name], least, most) : null;

    /// <summary>A truth value; false if the key is not there.</summary>
    /// <param name="name">The key.</param>
    public bool Flag(string name) => Has(name) && InputText.Flag(Parameter, name, this[name]);

    /// <summary>One word of several, in the words' own case. Null if the key is not there.</summary>
    /// <param name="name">The key.</param>
    /// <param name="words">The words.</param>
    public string? Choice(string name, IReadOnlyList<string> words) =>
        Text(name) is { } text ? InputText.Choice(Parameter, $"{name}={text}", text, words) : null;

    /// <summary>The values of a list as texts; none if the key is not there.</summary>
    /// <param name="name">The key.</param>
    public IReadOnlyList<string> Texts(string name) => InputList.Texts(this[name], Parameter);

    /// <summary>The pairs of a hashtable. Null if the key is not there.</summary>
    /// <param name="name">The key.</param>
    public IReadOnlyList<KeyValuePair<string, object?>>? Pairs(string name) =>
        Has(name) ? InputList.Pairs(this[name], $"{Parameter} {name}") : null;
}
