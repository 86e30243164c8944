using System.Text.Json;
using System.Text.Json.Serialization;
using Massar.Infrastructure.Messaging;

namespace Massar.Infrastructure.Web;

/// <summary>A sentence in an answer of the API: its key for programs, and the sentence itself in the reader's language for whom they show it to.</summary>
public sealed class SaidConverter(IHttpContextAccessor accessor) : JsonConverter<Said>
{
    public override Said Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => throw new JsonException("Sentences are said by the program alone.");

    public override void Write(Utf8JsonWriter writer, Said value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        writer.WriteString("key", value.Key);
        writer.WriteStartArray("args");
        foreach (var arg in value.Args) JsonSerializer.Serialize(writer, arg, arg.GetType(), options);
        writer.WriteEndArray();
        if (accessor.HttpContext?.RequestServices.GetService<Localization.Text>() is { } text) writer.WriteString("text", text.Of(value));
        writer.WriteEndObject();
    }
}
