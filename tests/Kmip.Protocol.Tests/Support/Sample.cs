using System.Collections;
using System.Numerics;
using System.Reflection;
using Kmip.Ttlv;

namespace Kmip.Protocol.Tests.Support;

/// <summary>Fills every property of a generated type, with values that the version defines.</summary>
internal static class Sample
{
    public static IKmipStructure Of(Type type, KmipVersion version)
    {
        object value = Activator.CreateInstance(type)!;
        foreach (PropertyInfo property in type.GetProperties().Where(property => property.CanWrite && property.PropertyType != typeof(DataReference?) && property.Name != "VendorSpecific"))
        {
            Type inner = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
            object? filled = IsList(inner) && inner != typeof(List<KmipAttributeId>) ? Filled(inner, version) : Value(inner, version);
            if (filled is not null)
            {
                property.SetValue(value, filled);
            }
        }

        return (IKmipStructure)value;
    }

    private static bool IsList(Type type) => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(List<>);

    private static IList Filled(Type list, KmipVersion version)
    {
        IList items = (IList)Activator.CreateInstance(list)!;
        Type item = list.GetGenericArguments()[0];
        if (Value(item, version) is { } value)
        {
            items.Add(value);
        }

        return items;
    }

    private static object? Value(Type type, KmipVersion version) => type switch
    {
        _ when type == typeof(ObjectType) => ObjectType.SymmetricKey,
        _ when type == typeof(CredentialType) => CredentialType.UsernameAndPassword,
        _ when type == typeof(KeyFormatType) => KeyFormatType.Raw,
        _ when type.IsEnum => Enumeration(type, version),
        _ when type == typeof(int) => 1,
        _ when type == typeof(uint) => 1u,
        _ when type == typeof(long) => 1L,
        _ when type == typeof(bool) => true,
        _ when type == typeof(string) => "text",
        _ when type == typeof(byte[]) => new byte[] { 1 },
        _ when type == typeof(BigInteger) => BigInteger.One,
        _ when type == typeof(DateTimeOffset) => DateTimeOffset.UnixEpoch,
        _ when type == typeof(SecretBuffer) => SecretBuffer.CopyOf([1]),
        _ when type == typeof(UniqueIdentifier) => new UniqueIdentifier("1"),
        _ when type == typeof(KmipVersion) => version,
        _ when type == typeof(KeyValue) => KeyValue.FromBytes([1]),
        _ when type == typeof(CredentialValue) => new UsernamePasswordCredential { Username = "user", Password = SecretBuffer.FromText("password") },
        _ when type == typeof(ManagedObject) => Of(typeof(SymmetricKey), version),
        _ when type == typeof(AttributeList) => new AttributeList { State = State.Active },
        _ when type == typeof(List<KmipAttributeId>) => new List<KmipAttributeId> { KmipTag.State },
        _ when type == typeof(OpaqueStructure) => new OpaqueStructure(new SecretBuffer(0)),
        _ when typeof(IKmipStructure).IsAssignableFrom(type) => Of(type, version),
        _ => throw new InvalidOperationException("No sample for " + type),
    };

    // A value that the version lists; an extension where it lists none.
    private static object? Enumeration(Type type, KmipVersion version)
    {
        MethodInfo? isDefined = type.Assembly.GetType(type.FullName + "Names")!.GetMethod("IsDefinedIn");
        object[] values = [.. Enum.GetValues(type).Cast<object>().Where(value => (uint)value != 0)];
        return values.FirstOrDefault(value => isDefined is null || (bool)isDefined.Invoke(null, [value, version])!) ?? Enum.ToObject(type, 0x80000001u);
    }
}
