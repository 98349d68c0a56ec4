namespace Kmip.Protocol;

/// <summary>One attribute with its value.</summary>
/// <param name="id">What names it.</param>
/// <param name="value">Its value.</param>
/// <param name="index">The index among attributes of the same name, as a 1.x message gave it; null where it gave none.</param>
public sealed class KmipAttribute(KmipAttributeId id, AttributeValue value, int? index = null)
{
    /// <summary>What names it.</summary>
    public KmipAttributeId Id { get; } = id;

    /// <summary>The index among attributes of the same name in 1.x (clause 2.1.1); null means 0. Not sent in 2.x.</summary>
    public int? Index { get; } = index;

    /// <summary>Its value.</summary>
    public AttributeValue Value { get; } = value ?? throw new ArgumentNullException(nameof(value));

    /// <summary>The name only.</summary>
    public override string ToString() => Id.ToString();
}
