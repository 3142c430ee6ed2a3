using CsvHelper;
using TipAnalytics.Pipeline.Definitions;
using TipAnalytics.Pipeline.Tests.SampleData;

namespace TipAnalytics.Pipeline.Tests.Definitions;

public sealed class IdentifierNameTests : IDisposable
{
    private readonly ExampleOperation example = new();

    public void Dispose() => example.Dispose();

    [Theory]
    [InlineData("name of a person", "name", "Full Name", "group/child_name", "name_caregiver", "RESPName", "Nom", "Prénom de l'enfant", "nom_du_chef_de_ménage", "NOMBRE COMPLETO", "apellidos", "nombre_de_la_madre", "الاسم الكامل", "اسم الناجية", "اسم_رب_الأسرة", "Прізвище", "Ім'я дитини", "піб")]
    [InlineData("telephone number", "phone", "hh.phone_number", "RESPPhone", "telephone_current", "Mobile No.", "Numéro de téléphone", "tel", "teléfono", "número de celular", "رقم الهاتف", "الجوال", "Номер телефону", "контактний телефон")]
    [InlineData("e-mail address", "email", "E-mail", "courriel", "correo electrónico", "البريد الإلكتروني", "електронна пошта")]
    [InlineData("address", "address", "home_address", "adresse exacte", "dirección", "العنوان", "адреса проживання")]
    [InlineData("identity document", "national_id_no", "Passport Number", "id_card_number", "numéro de passeport", "carte d'identité", "cédula", "número de documento", "رقم الهوية", "الرقم الوطني", "рнокпп", "номер паспорта")]
    [InlineData("case or survivor code", "CASE ID", "INCIDENT ID", "SURVIVOR CODE", "cpims_id", "numéro de dossier", "código de la sobreviviente", "رمز الناجية", "код постраждалої")]
    [InlineData("bank account", "iban", "account_number", "numéro de compte", "cuenta bancaria", "رقم الحساب", "номер рахунку")]
    [InlineData("position", "_geolocation", "gps", "_gps_latitude", "lat", "coordonnées", "longitud", "خط العرض", "широта")]
    [InlineData("device or network id", "deviceid", "DeviceID", "sim_serial", "imei")]
    [InlineData("staff name or code", "_submitted_by", "EnuName", "enumerator_code", "CASE MANAGER CODE", "code de l'enquêteur", "nombre del encuestador", "اسم الباحث", "інтерв'юер")]
    [InlineData("date of birth", "DATE OF BIRTH", "dob", "date_de_naissance", "fecha de nacimiento", "تاريخ الميلاد", "дата народження")]
    [InlineData("free text", "_notes", "comments", "concern_details", "If other, please specify", "autre_préciser", "otro, especifique", "ملاحظات", "коментар")]
    [InlineData("picture, recording or signature", "photo_of_shelter", "signature", "توقيع", "підпис")]
    [InlineData("record id", "_uuid", "instanceID", "ID")]
    public void Read_as_an_identifier_in_five_languages(string kind, params string[] columns) =>
        Assert.Equal(columns.Select(column => $"{column}: {kind}"), columns.Select(column => $"{column}: {Identifiers.BuiltIn.Name(column)?.Kind}"));

    [Theory]
    [InlineData("sex", "age", "cluster_id", "stratum", "settlement_name", "admin1Name", "organisation_name", "location/site", "location_current", "owned_by_agency_office", "gender")]
    [InlineData("passport_taken", "has_phone", "Do you have an ID card number?", "documents/member_without_id", "child_without_birth_certificate", "carte_identité_perdue", "tiene cédula", "هل لديك رقم الهوية", "втрата_паспорта_номер_паспорта")]
    [InlineData("contact_information/sex", "name_and_age/displacement", "phone.network_coverage", "enumerator_sex", "FCSStap", "Lcs_em_Begged", "CONSENT GIVEN", "nombre_de_personnes", "número de hijos", "nom_de_la_commune", "nombre del municipio", "اسم المحافظة", "назва_громади", "кількість осіб")]
    public void Read_as_none(params string[] columns) => Assert.All(columns, column => Assert.Null(Identifiers.BuiltIn.Name(column)));

    [Fact]
    public void Of_the_columns_of_the_sample_files_exactly_those_that_identify_someone_do()
    {
        var headers = Directory.EnumerateFiles(SampleFiles.Inbox, "*.csv", SearchOption.AllDirectories).SelectMany(file =>
        {
            using var reader = CsvReader.FromFile(file, CsvReaderOptions.Default);
            return reader.Headers.ToArray();
        });
        Assert.Equal(
            "EnuName HHID RESPPhone Remarks _id _notes _submitted_by _uuid case_id_display comments/remarks contact date_of_birth deviceid focal_point id informant/name informant/phone "
            + "interview/enumerator ki/remarks location/_gps_latitude location/_gps_longitude location/gps meta/rootUuid name owned_by respondent/name respondent/phone telephone_current",
            string.Join(' ', headers.Distinct().Where(header => Identifiers.BuiltIn.Name(header) is not null).Order(StringComparer.Ordinal)));
    }

    [Fact]
    public void A_mapped_column_that_reads_as_an_identifier_is_a_fault_with_its_kind()
    {
        example.Replace("operation/sources/monitoring.yaml", "dialect: kobo", "dialect: kobo\nreporting_point: { column: hh/phone_number }");
        Assert.Equal(
            "sources/monitoring.yaml, line 6: the column \"hh/phone_number\" reads as phone_number (telephone number): it identifies a person or a case; it may serve as record id only, which is hashed at the door",
            example.Faults());
    }

    [Fact]
    public void An_operation_adds_names_in_its_languages_and_cannot_take_any_away()
    {
        example.Write("operation/identifiers/names.csv", "language,kind,match,patterns\nso,telephone number,words,lambarka_telefoonka\n");
        example.Replace("operation/sources/monitoring.yaml", "dialect: kobo", "dialect: kobo\nreporting_point: { column: Lambarka Telefoonka }\norganisation: { column: passport_no }");
        Assert.Equal(["reads as lambarka_telefoonka", "reads as passport_no"], example.Faults().Split('\n').Select(line => line[(line.IndexOf("reads", StringComparison.Ordinal))..line.IndexOf(" (", StringComparison.Ordinal)]));
    }

    [Fact]
    public void Every_fault_of_an_added_list_is_named()
    {
        example.Write("operation/identifiers/names.csv", "language,kind,match,patterns\nso,,words,__\nso,name of a person,wrods,magac\n");
        example.Write("operation/identifiers/values.csv", "kind,where,check,pattern\n,answer,lunh,(\nphone,answers,,(a)\\1\n");
        Assert.Equal(
            """
            identifiers/names.csv, line 2: a pattern needs its kind
            identifiers/names.csv, line 2: the pattern "__" holds no word
            identifiers/names.csv, line 3: "match" is "wrods", which is none of words, last, whole, unless, skip. Did you mean "words"?
            identifiers/values.csv, line 2: "check" is "lunh", which is none of coordinates, dni, iban, luhn, nir, phone. Did you mean "luhn"?
            identifiers/values.csv, line 2: "pattern" is no regular expression, or one with look-around or back references
            identifiers/values.csv, line 2: "where" is "answer"; it takes answers, names, places, separated by spaces
            identifiers/values.csv, line 2: a pattern needs its kind
            identifiers/values.csv, line 3: "pattern" is no regular expression, or one with look-around or back references
            """,
            example.Faults());
    }
}
