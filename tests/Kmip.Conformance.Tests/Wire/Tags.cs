namespace Kmip.Conformance.Tests.Wire;

/// <summary>The tags that the replay itself looks at (KMIP 1.4 section 9.1.3.1, KMIP 2.0 section 11.56).</summary>
internal static class Tags
{
    public const uint ActivationDate = 0x420001;
    public const uint Attribute = 0x420008;
    public const uint AttributeName = 0x42000A;
    public const uint AttributeReference = 0x42013B;
    public const uint AttributeValue = 0x42000B;
    public const uint Attributes = 0x420125;
    public const uint BatchCount = 0x42000D;
    public const uint BatchItem = 0x42000F;
    public const uint CommonAttributes = 0x420126;
    public const uint CommonTemplateAttribute = 0x42001F;
    public const uint CryptographicAlgorithm = 0x420028;
    public const uint CryptographicLength = 0x42002A;
    public const uint CryptographicUsageMask = 0x42002C;
    public const uint Data = 0x4200C2;
    public const uint IVCounterNonce = 0x42003D;
    public const uint KeyBlock = 0x420040;
    public const uint KeyFormatType = 0x420042;
    public const uint KeyMaterial = 0x420043;
    public const uint KeyValue = 0x420045;
    public const uint LinkedObjectIdentifier = 0x42004C;
    public const uint NameValue = 0x420055;
    public const uint ObjectType = 0x420057;
    public const uint Operation = 0x42005C;
    public const uint PrivateKeyAttributes = 0x420127;
    public const uint PrivateKeyTemplateAttribute = 0x420065;
    public const uint PrivateKeyUniqueIdentifier = 0x420066;
    public const uint ProtocolVersion = 0x420069;
    public const uint ProtocolVersionMajor = 0x42006A;
    public const uint ProtocolVersionMinor = 0x42006B;
    public const uint PublicKeyAttributes = 0x420128;
    public const uint PublicKeyTemplateAttribute = 0x42006E;
    public const uint PublicKeyUniqueIdentifier = 0x42006F;
    public const uint RequestHeader = 0x420077;
    public const uint RequestMessage = 0x420078;
    public const uint RequestPayload = 0x420079;
    public const uint ResponseHeader = 0x42007A;
    public const uint ResponseMessage = 0x42007B;
    public const uint ResponsePayload = 0x42007C;
    public const uint ResultMessage = 0x42007D;
    public const uint ResultReason = 0x42007E;
    public const uint ResultStatus = 0x42007F;
    public const uint SymmetricKey = 0x42008F;
    public const uint TemplateAttribute = 0x420091;
    public const uint TimeStamp = 0x420092;
    public const uint UniqueIdentifier = 0x420094;
}
