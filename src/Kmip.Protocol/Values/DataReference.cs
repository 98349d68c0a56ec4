namespace Kmip.Protocol;

/// <summary>Data that is not in the message: the result of another item of the batch, by its kind or its place (2.0 and later, clause 7.5 of 2.0, 7.9 of 2.1).</summary>
public readonly struct DataReference : IEquatable<DataReference>
{
    /// <summary>The data of the last item of a kind.</summary>
    public DataReference(DataEnumeration item) => Enumeration = item;

    /// <summary>The data of an item by its place.</summary>
    public DataReference(int batchItem) => Integer = batchItem;

    /// <summary>The kind of the item, or null.</summary>
    public DataEnumeration? Enumeration { get; }

    /// <summary>The place of the item, or null.</summary>
    public int? Integer { get; }

    /// <summary>The same reference.</summary>
    public static bool operator ==(DataReference left, DataReference right) => left.Equals(right);

    /// <summary>Another reference.</summary>
    public static bool operator !=(DataReference left, DataReference right) => !left.Equals(right);

    /// <inheritdoc/>
    public bool Equals(DataReference other) => Enumeration == other.Enumeration && Integer == other.Integer;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is DataReference other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Enumeration, Integer);
}
