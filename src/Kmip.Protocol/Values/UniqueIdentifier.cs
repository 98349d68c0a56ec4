using System.Globalization;

namespace Kmip.Protocol;

/// <summary>
/// What names a managed object in a message: a text in every version; from 2.0 on also a placeholder for the result of another item
/// of the batch, by the kind of that item (an enumeration) or its place (an integer). Clause 3.1 of 1.x, 4.51 of 2.0, 4.58 of 2.1.
/// </summary>
public readonly struct UniqueIdentifier : IEquatable<UniqueIdentifier>
{
    private readonly string? _text;

    /// <summary>An identifier that a server gave to an object.</summary>
    public UniqueIdentifier(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        _text = text;
    }

    /// <summary>A placeholder: the result of the last item of a kind (2.0 and later).</summary>
    public UniqueIdentifier(UniqueIdentifierEnumeration placeholder) => Enumeration = placeholder;

    /// <summary>A placeholder: the result of an item by its place; negative numbers count from the present item back (2.0 and later).</summary>
    public UniqueIdentifier(int batchItem) => Integer = batchItem;

    /// <summary>The identifier, or null for a placeholder.</summary>
    public string? Text => _text ?? (Enumeration is null && Integer is null ? string.Empty : null);

    /// <summary>The placeholder by kind, or null.</summary>
    public UniqueIdentifierEnumeration? Enumeration { get; }

    /// <summary>The placeholder by place, or null.</summary>
    public int? Integer { get; }

    /// <summary>An identifier from its text.</summary>
    public static implicit operator UniqueIdentifier(string text) => new(text);

    /// <summary>The same identifier.</summary>
    public static bool operator ==(UniqueIdentifier left, UniqueIdentifier right) => left.Equals(right);

    /// <summary>Another identifier.</summary>
    public static bool operator !=(UniqueIdentifier left, UniqueIdentifier right) => !left.Equals(right);

    /// <summary>An identifier from its text.</summary>
    public static UniqueIdentifier FromString(string text) => new(text);

    /// <inheritdoc/>
    public bool Equals(UniqueIdentifier other) =>
        string.Equals(Text, other.Text, StringComparison.Ordinal) && Enumeration == other.Enumeration && Integer == other.Integer;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is UniqueIdentifier other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Text, Enumeration, Integer);

    /// <summary>The text, the name of the placeholder, or its number.</summary>
    public override string ToString() => Text
        ?? (Enumeration is { } value ? UniqueIdentifierEnumerationNames.GetName(value) ?? value.ToString() : Integer.GetValueOrDefault().ToString(CultureInfo.InvariantCulture));
}
