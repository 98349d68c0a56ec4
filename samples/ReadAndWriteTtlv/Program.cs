// Writes a request as TTLV, reads it back item by item and as a typed message, and prints it with secrets masked.
using Kmip.Protocol;
using Kmip.Ttlv;

using TtlvWriter writer = new();
using (writer.BeginStructure(KmipTag.RequestMessage))
{
    using (writer.BeginStructure(KmipTag.RequestHeader))
    {
        using (writer.BeginStructure(KmipTag.ProtocolVersion))
        {
            writer.WriteInteger(KmipTag.ProtocolVersionMajor, 1);
            writer.WriteInteger(KmipTag.ProtocolVersionMinor, 4);
        }

        writer.WriteInteger(KmipTag.BatchCount, 1);
    }

    using (writer.BeginStructure(KmipTag.BatchItem))
    {
        writer.WriteEnumeration(KmipTag.Operation, Operation.Get);
        using (writer.BeginStructure(KmipTag.RequestPayload))
        {
            writer.WriteTextString(KmipTag.UniqueIdentifier, "a key");
        }
    }
}

byte[] bytes = writer.WrittenSpan.ToArray();

// Item by item: every read names the tag that it expects, and checks type, length and padding.
TtlvReader message = new TtlvReader(bytes).ReadStructure(KmipTag.RequestMessage);
TtlvReader header = message.ReadStructure(KmipTag.RequestHeader);
TtlvReader version = header.ReadStructure(KmipTag.ProtocolVersion);
Console.WriteLine($"KMIP {version.ReadInteger(KmipTag.ProtocolVersionMajor)}.{version.ReadInteger(KmipTag.ProtocolVersionMinor)}");

// As a message of the model.
RequestMessage request = RequestMessage.Decode(bytes);
Console.WriteLine($"{request.BatchItems.Count} item: {request.BatchItems[0].Operation}");

// For people: keys, credentials and other secrets are masked.
Console.Write(TtlvText.Format(bytes));
