using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace Kmip.Protocol;

/// <summary>
/// The attributes of an object or of a request, in order. One model for both wire forms: Template-Attribute or Attribute items with
/// names in 1.x (clause 2.1.8, 2.1.1), the Attributes structure with tags in 2.x (clause 5.1). Attributes that a version does not
/// define are refused when read and left out when written. The generated properties read and set the first value of an attribute.
/// </summary>
public sealed partial class AttributeList : IReadOnlyList<KmipAttribute>
{
    private readonly List<KmipAttribute> _items = [];

    /// <summary>An empty list.</summary>
    public AttributeList()
    {
    }

    /// <summary>A list of the same attributes; values are shared.</summary>
    public AttributeList(IEnumerable<KmipAttribute> attributes) => _items.AddRange(attributes);

    /// <summary>The templates that a 1.x Template-Attribute names; their attributes are to be added by the server. Not sent in 2.x.</summary>
    public IList<Name> TemplateNames { get; } = [];

    /// <summary>The number of attributes.</summary>
    public int Count => _items.Count;

    /// <summary>The attribute at a place.</summary>
    public KmipAttribute this[int index] => _items[index];

    /// <summary>Adds an attribute at the end.</summary>
    public void Add(KmipAttribute attribute)
    {
        ArgumentNullException.ThrowIfNull(attribute);
        _items.Add(attribute);
    }

    /// <summary>Adds a value at the end.</summary>
    public void Add(KmipAttributeId id, AttributeValue value) => _items.Add(new KmipAttribute(id, value));

    /// <summary>Adds attributes at the end.</summary>
    public void AddRange(IEnumerable<KmipAttribute> attributes) => _items.AddRange(attributes);

    /// <summary>True where the list has at least one value of the attribute.</summary>
    public bool Contains(KmipAttributeId id) => TryFind(id, out _);

    /// <summary>Finds the first value of an attribute.</summary>
    public bool TryFind(KmipAttributeId id, [NotNullWhen(true)] out AttributeValue? value)
    {
        foreach (KmipAttribute attribute in _items)
        {
            if (attribute.Id == id)
            {
                value = attribute.Value;
                return true;
            }
        }

        value = null;
        return false;
    }

    /// <summary>Every value of an attribute, in order.</summary>
    public IEnumerable<AttributeValue> FindAll(KmipAttributeId id) => _items.Where(attribute => attribute.Id == id).Select(attribute => attribute.Value);

    /// <summary>Puts a value in the place of the first one of the attribute, or at the end where there is none.</summary>
    public void Set(KmipAttributeId id, AttributeValue value)
    {
        int place = _items.FindIndex(attribute => attribute.Id == id);
        if (place < 0)
        {
            Add(id, value);
        }
        else
        {
            _items[place] = new KmipAttribute(id, value, _items[place].Index);
        }
    }

    /// <summary>Removes every value of an attribute.</summary>
    /// <returns>How many there were.</returns>
    public int Remove(KmipAttributeId id) => _items.RemoveAll(attribute => attribute.Id == id);

    /// <summary>Removes one attribute of the list.</summary>
    public bool Remove(KmipAttribute attribute) => _items.Remove(attribute);

    /// <summary>Another list of the same attributes; values, which do not change, are shared.</summary>
    public AttributeList Clone()
    {
        AttributeList copy = new(_items);
        foreach (Name name in TemplateNames)
        {
            copy.TemplateNames.Add(name);
        }

        return copy;
    }

    /// <inheritdoc/>
    public IEnumerator<KmipAttribute> GetEnumerator() => _items.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>The names only: values may be confidential.</summary>
    public override string ToString() => string.Join(", ", _items);
}
