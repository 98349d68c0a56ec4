using System.Collections;
using System.Reflection;

namespace Kmip.Server.Tests.Support;

/// <summary>Looks for bytes in everything that an object holds on to, private fields included: what a dump of its memory would show.</summary>
public static class MemorySearch
{
    public static bool Holds(object root, byte[] sought)
    {
        var seen = new HashSet<object>(ReferenceEqualityComparer.Instance);
        var left = new Stack<object>([root]);
        while (left.TryPop(out object? current))
        {
            if (current is byte[] bytes && bytes.AsSpan().IndexOf(sought) >= 0)
            {
                return true;
            }

            if (current is string or Type or Delegate or byte[] || current.GetType().IsPointer || !seen.Add(current))
            {
                continue;
            }

            foreach (object part in PartsOf(current))
            {
                left.Push(part);
            }
        }

        return false;
    }

    private static IEnumerable<object> PartsOf(object value)
    {
        if (value is Array array)
        {
            return array.GetType().GetElementType()!.IsPrimitive ? [] : ((IEnumerable)array).OfType<object>();
        }

        List<object> parts = [];
        for (Type? type = value.GetType(); type is not null; type = type.BaseType)
        {
            foreach (FieldInfo field in type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            {
                if (!field.FieldType.IsPrimitive && !field.FieldType.IsPointer && !field.FieldType.IsByRefLike && field.GetValue(value) is { } part)
                {
                    parts.Add(part);
                }
            }
        }

        return parts;
    }
}
