namespace Kmip.Conformance.Tests.Wire;

/// <summary>The tags that the replay itself looks at (KMIP 1.4 section 9.1.3.1, KMIP 2.0 section 11.56).</summary>
internal static class Tags
{
    public const uint Attribute = 0x420008;
    public const uint AttributeName = 0x42000A;
    public const uint AttributeValue = 0x42000B;
    public const uint BatchItem = 0x42000F;
    public const uint Data = 0x4200C2;
    public const uint IVCounterNonce = 0x42003D;
    public const uint KeyMaterial = 0x420043;
    public const uint LinkedObjectIdentifier = 0x42004C;
    public const uint Operation = 0x42005C;
    public const uint PrivateKeyUniqueIdentifier = 0x420066;
    public const uint ProtocolVersion = 0x420069;
    public const uint ProtocolVersionMajor = 0x42006A;
    public const uint ProtocolVersionMinor = 0x42006B;
    public const uint PublicKeyUniqueIdentifier = 0x42006F;
    public const uint RequestHeader = 0x420077;
    public const uint RequestPayload = 0x420079;
    public const uint ResponseHeader = 0x42007A;
    public const uint ResponsePayload = 0x42007C;
    public const uint ResultMessage = 0x42007D;
    public const uint ResultReason = 0x42007E;
    public const uint ResultStatus = 0x42007F;
    public const uint UniqueIdentifier = 0x420094;
}
